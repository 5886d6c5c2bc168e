import type { Persona } from '../people/persona.ts';
import { agency } from './agency.ts';
import { company } from './company.ts';
import { freelancer } from './freelancer.ts';
import { holder } from './holder.ts';
import { miner } from './miner.ts';
import { remittanceFamily } from './remittance-family.ts';
import { retiree } from './retiree.ts';
import { saver } from './saver.ts';
import { shopkeeper } from './shopkeeper.ts';
import { student } from './student.ts';
import { trader } from './trader.ts';

/** Every honest way of life, as likely as its weight. */
export const PERSONAS: readonly Persona[] = [
  saver,
  remittanceFamily,
  shopkeeper,
  trader,
  holder,
  freelancer,
  student,
  retiree,
  company,
  miner,
  agency,
];

/** The ways of life of people, from which most roles in a scheme are cast. */
export const PEOPLE: readonly Persona[] = PERSONAS.filter((persona) => persona.kind === 'person');
