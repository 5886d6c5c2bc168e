export const signIn = {
  title: 'Entrar a Atalaya',
  lead: 'Vigilancia tranquila de las operaciones de su plataforma.',
  email: 'Correo electrónico',
  password: 'Contraseña',
  submit: 'Entrar',
  working: 'Entrando…',
  withToken: 'Abriendo con el enlace de un solo uso…',
  tokenSpent: 'Este enlace ya se usó o venció.',
  tokenSpentDo: 'Pida otro a quien administra, o entre con su correo y contraseña.',
  refused: 'El correo o la contraseña no coinciden.',
  hint: 'La primera vez, use el enlace que «npm start» escribe en la terminal.',
} as const;
