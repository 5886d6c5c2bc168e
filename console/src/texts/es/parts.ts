import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'es');

export const parts = {
  copy: 'Copiar',
  copied: 'Copiado',
  copyThis: (what: string) => `Copiar ${what}`,
  loading: 'Cargando…',
  cancel: 'Cancelar',
  close: 'Cerrar',
  save: 'Guardar',
  undo: 'Deshacer',
  yes: 'Sí',
  no: 'No',
  selected: (n: number) => (n === 1 ? '1 seleccionada' : `${count(n)} seleccionadas`),
  selectAll: 'Seleccionar todas las visibles',
  selectRow: 'Seleccionar',
  left: (span: string) => `quedan ${span}`,
  overdue: (span: string) => `venció hace ${span}`,
  unassigned: 'Sin asignar',
  approx: (dollars: string) => `≈ ${dollars} USD`,
  errors: {
    title: 'No se pudo completar',
    loadTitle: 'No se pudo leer',
    unreachable: 'El servidor no respondió.',
    lost: 'Nada de lo guardado se perdió; lo que escribió sigue en la pantalla.',
    nothingLost: 'Nada se perdió.',
    doRetry: 'Compruebe su conexión y vuelva a intentar.',
    doDenied: 'Su función no lo permite. Pida el acceso a quien administra los usuarios.',
    doMissing: 'Puede que se haya movido o que pertenezca a otro sujeto obligado.',
    doConflict: 'Alguien lo cambió antes. Recargue y revise.',
    doFix: 'Corrija lo señalado y envíe de nuevo.',
    doLater: 'Vuelva a intentar en un momento. Si sigue, avise a ingeniería con el código de abajo.',
    retry: 'Reintentar',
    code: 'Código',
    request: 'Petición',
    row: (n: number) => `Fila ${count(n)}`,
    boundary: 'Esta pantalla tropezó con un error nuestro.',
    boundaryDo:
      'Sus datos están a salvo en el servidor. Recargue la página; si se repite, avise a ingeniería.',
    reload: 'Recargar',
    notFound: 'Aquí no hay ninguna pantalla.',
    notFoundDo: 'La dirección no existe. Vuelva a Hoy o busque con Ctrl K.',
  },
  sparkline: (days: number, events: number) =>
    `Actividad de ${count(days)} días: ${count(events)} ${events === 1 ? 'evento' : 'eventos'}`,
  optional: 'opcional',
} as const;
