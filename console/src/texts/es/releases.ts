import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'es');

export const releases = {
  title: 'Liberaciones',
  one: 'Liberación al salir de una lista',
  back: 'Coincidencias',
  link: 'Liberaciones',
  total: (n: number) => (n === 1 ? '1 cliente' : `${count(n)} clientes`),
  sentence: 'Se muestran {state}',
  states: {
    'open,proposed': 'las que esperan una decisión',
    proposed: 'las que esperan a la segunda persona',
    released: 'las liberadas',
    kept: 'las que se mantienen detenidas',
    lapsed: 'las que ya no proceden',
    '': 'todas',
  },
  columns: {
    due: 'Vence',
    customer: 'Cliente',
    what: 'Qué está detenido',
    value: 'Valor',
    sources: 'Ya no consta en',
    state: 'Estado',
    opened: 'Desde',
  },
  operations: (n: number) => (n === 1 ? '1 operación' : `${count(n)} operaciones`),
  restriction: 'restricción del cliente',
  restrictionNote:
    'La restricción del cliente descansaba en una coincidencia confirmada que ya no está en la lista. Al liberar, el cliente vuelve a estar activo.',
  stateWords: {
    open: 'Por proponer',
    proposed: 'Espera segunda persona',
    released: 'Liberada',
    kept: 'Se mantiene detenida',
    lapsed: 'Ya no procede',
  },
  emptyTitle: 'Nada que liberar',
  emptyText:
    'Cuando una lista o una etiqueta deja de señalar a alguien, aparece aquí lo que estaba detenido sólo por eso. Nada se libera solo: lo deciden dos personas.',
  look: 'Revisar ahora',
  looking: 'Se revisa lo detenido con las listas de ahora',
  items: 'Operaciones',
  noItems: 'Ninguna operación está detenida sólo por esto.',
  history: 'Historia',
  itemColumns: {
    ended: 'Sólo por',
    grounds: 'Qué cambió',
    standing: 'Además se halló',
  },
  returned: 'la lista la señala otra vez',
  ground: {
    list: (code: string, version: string, day: string) =>
      `${code} ya no lo señala${version === '' ? '' : ` desde la versión ${version}`}${day === '' ? '' : ` (${day})`}`,
    tag: (code: string, _version: string, _day: string) => `etiqueta ${code} retirada`,
    exposure: (code: string, _version: string, _day: string) => `ya no lleva a ${code}`,
  },
  proposals: {
    release: (who: string) => `${who} propuso liberar.`,
    keep: (who: string) => `${who} propuso mantener detenido.`,
  },
  decidedBy: (who: string) => `${who} estuvo de acuerdo.`,
  waitsForSecond: 'Debe decidir otra persona',
  acts: { release: 'Proponer liberar', keep: 'Proponer mantener', agree: 'De acuerdo', return: 'Devolver' },
  actLeads: {
    release: 'Otra persona deberá estar de acuerdo. Antes de liberar se pregunta de nuevo a las listas.',
    keep: 'Otra persona deberá estar de acuerdo. Lo detenido sigue igual.',
    return: 'Vuelve a quien propuso, con sus palabras.',
  },
  leads: {
    release:
      'Las retenciones se liberan y la restricción, si la hay, se levanta. De lo bloqueado, la casa lee aquí que puede seguir.',
    keep: 'Lo detenido sigue detenido, y no se vuelve a proponer.',
  },
  reason: 'Motivo',
  reasonHint: 'Queda en la bitácora, sellado con la llave del cliente.',
  said: {
    release: 'Propuesta enviada a una segunda persona',
    keep: 'Propuesta enviada a una segunda persona',
    agree: 'Decidido',
    return: 'Devuelto',
  },
  remarkKinds: {
    proposed_release: 'propuso liberar',
    proposed_keep: 'propuso mantener detenido',
    agreed: 'estuvo de acuerdo',
    returned: 'devolvió',
  },
  verb: 'Liberar o mantener',
  what: (n: number) =>
    n === 0
      ? 'Restricción sin fundamento'
      : n === 1
        ? '1 operación sin fundamento'
        : `${count(n)} operaciones sin fundamento`,
};
