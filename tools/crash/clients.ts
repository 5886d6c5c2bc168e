import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '@atalaya/contract/activity.ts';
import type { BatchLine, Decision } from '@atalaya/contract/decisions.ts';
import type { Problem } from '@atalaya/contract/schema.ts';

/** What the clients were told, by event id: the answers as they came, without the mark of a repeat. */
export class Ledger {
  readonly answers = new Map<string, string>();
  /** What must not be: two answers that differ, a refusal, an answer that is no answer. */
  readonly faults: string[] = [];
  /** Answers that told to come again, connections that broke, and answers 500, which should have been 503. */
  unavailable = 0;
  broken = 0;
  internal = 0;
  #heard = 0;

  get heard(): number {
    return this.#heard;
  }

  acknowledge({ repeated: _, ...decision }: Decision): void {
    this.#heard += 1;
    const text = JSON.stringify(decision);
    const before = this.answers.get(decision.event);
    if (before === undefined) this.answers.set(decision.event, text);
    else if (before !== text)
      this.faults.push(
        `event ${decision.event} was answered twice, and not the same: ${difference(before, text)}`,
      );
  }

  /** False when the event must be sent again. */
  take(event: Event, answer: { decision: Decision } | { problem: Problem }): boolean {
    if ('decision' in answer) {
      if (answer.decision.event !== event.id)
        this.faults.push(`event ${event.id} got the answer of ${answer.decision.event}`);
      this.acknowledge(answer.decision);
      return true;
    }
    if (answer.problem.status === 503) {
      this.unavailable += 1;
      return false;
    }
    // What it takes back is still on its way, or has to be sent again itself.
    if (answer.problem.code === 'activity.unknown_original') return false;
    if (answer.problem.status === 500) {
      this.internal += 1;
      return false;
    }
    this.faults.push(
      `event ${event.id}: ${answer.problem.status} ${answer.problem.code} ${answer.problem.detail}`,
    );
    return true;
  }
}

function difference(before: string, now: string): string {
  const at = [...before].findIndex((letter, i) => letter !== now[i]);
  const part = (text: string): string => text.slice(Math.max(0, at - 40), at + 80);
  return `… ${part(before)} … then … ${part(now)} …`;
}

/** Where the server is now. */
export interface Target {
  /** Null while there is none: clients wait, as connecting in vain proves nothing. */
  url: string | null;
  readonly key: string;
  /** Nobody is there any more: clients give up. */
  over: boolean;
}

const agent = new Agent({ keepAlive: true });

/** The body as far as it came: a connection that breaks in the middle still acknowledged what arrived whole. */
function post(
  target: Target,
  path: string,
  type: string,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${target.url}${path}`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${target.key}`,
        'content-type': type,
        'content-length': Buffer.byteLength(body),
      },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', () => undefined);
      response.on('close', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.end(body);
  });
}

const PAUSE_MS = 25;

async function someone(target: Target): Promise<void> {
  while (target.url === null && !target.over) await sleep(5);
}

/** Sends one event until it is answered. */
export async function sendOne(target: Target, ledger: Ledger, event: Event): Promise<void> {
  const body = JSON.stringify(event);
  while (!target.over) {
    await someone(target);
    try {
      const { status, text } = await post(target, '/v1/events', 'application/json', body);
      if (
        ledger.take(
          event,
          status === 200 ? { decision: JSON.parse(text) } : { problem: problemOf(status, text) },
        )
      )
        return;
    } catch {
      ledger.broken += 1;
    }
    await sleep(PAUSE_MS);
  }
}

/** Sends a group until each of its events is answered; what was answered is not sent again. */
export async function sendMany(target: Target, ledger: Ledger, events: readonly Event[]): Promise<void> {
  for (let left = [...events]; left.length > 0 && !target.over; ) {
    await someone(target);
    try {
      const body = left.map((event) => `${JSON.stringify(event)}\n`).join('');
      const { status, text } = await post(target, '/v1/events/batch', 'application/x-ndjson', body);
      left = unanswered(ledger, left, status, text);
      if (left.length === 0) return;
    } catch {
      ledger.broken += 1;
    }
    await sleep(PAUSE_MS);
  }
}

/** A server that is ending answers 503 before it reads the request, and not as a problem document. */
const problemOf = (status: number, text: string): Problem => ({ ...(JSON.parse(text) as Problem), status });

function unanswered(ledger: Ledger, sent: readonly Event[], status: number, text: string): Event[] {
  if (status !== 200) {
    const problem = problemOf(status, text);
    return sent.filter((event) => !ledger.take(event, { problem }));
  }
  const whole = text.split('\n').slice(0, -1);
  if (whole.length < sent.length) ledger.broken += 1;
  const answered = new Set<number>();
  for (const line of whole) {
    const answer = JSON.parse(line) as BatchLine;
    const event = sent[answer.row - 1];
    if (event === undefined) ledger.faults.push(`an answer for row ${answer.row} of ${sent.length}`);
    else if (ledger.take(event, answer)) answered.add(answer.row - 1);
  }
  return sent.filter((_, i) => !answered.has(i));
}
