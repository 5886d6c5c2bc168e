import { alerts } from './es/alerts.ts';
import { events } from './es/events.ts';
import { frame } from './es/frame.ts';
import { parts } from './es/parts.ts';
import { signIn } from './es/sign-in.ts';
import { today } from './es/today.ts';
import { words } from './es/words.ts';

export const catalogue = { words, frame, parts, signIn, today, alerts, events } as const;
