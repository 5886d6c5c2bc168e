import type { Catalogue } from '../catalogue.ts';

export const signIn: Catalogue['signIn'] = {
  title: 'Sign in to Atalaya',
  lead: 'A calm watch over what happens on your exchange.',
  email: 'E-mail',
  password: 'Password',
  submit: 'Sign in',
  working: 'Signing in…',
  withToken: 'Opening with the one-time link…',
  tokenSpent: 'This link was used already or has expired.',
  tokenSpentDo: 'Ask an administrator for another, or sign in with e-mail and password.',
  refused: 'The e-mail or the password does not match.',
  hint: 'The first time, use the link that “npm start” prints in the terminal.',
};
