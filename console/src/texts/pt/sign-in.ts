import type { Catalogue } from '../catalogue.ts';

export const signIn: Catalogue['signIn'] = {
  title: 'Entrar na Atalaya',
  lead: 'Vigilância tranquila das operações da sua plataforma.',
  email: 'E-mail',
  password: 'Senha',
  submit: 'Entrar',
  working: 'Entrando…',
  withToken: 'Abrindo com o link de uso único…',
  tokenSpent: 'Este link já foi usado ou expirou.',
  tokenSpentDo: 'Peça outro a quem administra, ou entre com e-mail e senha.',
  refused: 'O e-mail ou a senha não conferem.',
  hint: 'Na primeira vez, use o link que «npm start» escreve no terminal.',
};
