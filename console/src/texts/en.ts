import { catalogue as es } from './es.ts';

export const catalogue = es;
