import type { Language } from './schema.ts';

/**
 * What can be wrong with a scenario, in three languages. A problem is told in English (ScenarioProblem.message, for
 * logs, CI and programs); people read it by this table: `English | Spanish | Portuguese`, one line each, `{}` for what
 * the message names, in the same order. The words of the libraries that read YAML and CEL are among them.
 */
const NAMES_AND_FIGURES = `
no fact {}: did you mean {}? | no existe el dato {}: ¿quiso decir {}? | não existe o dado {}: você quis dizer {}?
no window {}: did you mean {}? | no existe la ventana {}: ¿quiso decir {}? | não existe a janela {}: você quis dizer {}?
no parameter {}: did you mean {}? | no existe el parámetro {}: ¿quiso decir {}? | não existe o parâmetro {}: você quis dizer {}?
no fact {} | no existe el dato {}: vea el diccionario de datos | não existe o dado {}: veja o dicionário de dados
no window {} | no existe la ventana {} | não existe a janela {}
no parameter {} | no existe el parámetro {} | não existe o parâmetro {}
no figure {} here | aquí no hay ninguna cifra {} | aqui não há nenhuma cifra {}
"{}" is no parameter in {} | «{}» no es un parámetro en {} | «{}» não é um parâmetro em {}
{} is no fact that can be given: did you mean {}? | {} no es un dato que se pueda dar: ¿quiso decir {}? | {} não é um dado que se possa informar: você quis dizer {}?
{} is no fact that can be given | {} no es un dato que se pueda dar | {} não é um dado que se possa informar
{} is no figure | {} no es una cifra | {} não é uma cifra
{} is no text of the dictionary | {} no es un texto del diccionario | {} não é um texto do dicionário
{} is no amount in local currency | {} no es un importe en moneda local | {} não é um valor em moeda local
{} cannot be a key | {} no puede ser una clave | {} não pode ser uma chave
{} cannot be {} | {} no puede ser {} | {} não pode ser {}
"{}" is not a figure in {} such as 90m, 24h or 7d | «{}» no es una cifra en {} como 90m, 24h o 7d | «{}» não é uma cifra em {} como 90m, 24h ou 7d
"{}" is not a figure in {} | «{}» no es una cifra en {} | «{}» não é uma cifra em {}
"{}" is no time such as 0, -90m, -20h or -3d4h | «{}» no es un momento como 0, -90m, -20h o -3d4h | «{}» não é um momento como 0, -90m, -20h ou -3d4h
"{}" is none of {} | «{}» no es ninguno de: {} | «{}» não é nenhum de: {}
{} is taken by {} | {} ya lo usa {} | {} já é usado por {}
parameter {} is never used | el parámetro {} no se usa | o parâmetro {} não é usado
window {} is never used | la ventana {} no se usa | a janela {} não é usada
parameter {} needs {} | al parámetro {} le falta {} | ao parâmetro {} falta {}
parameter {} is below its min | el parámetro {} está por debajo de su mínimo | o parâmetro {} está abaixo do mínimo
parameter {} is above its max | el parámetro {} está por encima de su máximo | o parâmetro {} está acima do máximo
parameter {} is a list of texts: write [a, b] | el parámetro {} es una lista de textos: escriba [a, b] | o parâmetro {} é uma lista de textos: escreva [a, b]
parameter {} is one figure in {}, not a list | el parámetro {} es una sola cifra en {}, no una lista | o parâmetro {} é uma só cifra em {}, não uma lista
min is above max | el mínimo está por encima del máximo | o mínimo está acima do máximo
a list of texts has no bounds | una lista de textos no tiene límites | uma lista de textos não tem limites
`;

const CONDITIONS = `
a figure in a condition: declare it as a parameter (only 0 and 1 may be written) | una cifra dentro de una condición: declárela como parámetro (solo se escriben 0 y 1) | uma cifra dentro de uma condição: declare-a como parâmetro (só se escrevem 0 e 1)
a condition is true or false, this is {} | una condición es verdadera o falsa, esto es {} | uma condição é verdadeira ou falsa, isto é {}
a filter cannot look at windows | un filtro no puede mirar ventanas | um filtro não pode olhar janelas
a list in a condition holds quoted texts only | en una condición, una lista solo lleva textos entre comillas | em uma condição, uma lista só leva textos entre aspas
"in" looks into lists of texts only | «in» solo busca en listas de textos | «in» só procura em listas de textos
lists are compared with "in" or overlaps() | las listas se comparan con «in» u overlaps() | as listas se comparam com «in» ou overlaps()
texts have no order | los textos no tienen orden | os textos não têm ordem
texts are not added | los textos no se suman | os textos não se somam
instants are not added | los momentos no se suman | os momentos não se somam
{} times {} has no meaning: use scaled(amount, ratio) | {} por {} no tiene sentido: use scaled(importe, razón) | {} vezes {} não faz sentido: use scaled(valor, razão)
{} and {} do not go together | {} y {} no se combinan | {} e {} não combinam
scaled() needs a ratio, not {} | scaled() necesita una razón, no {} | scaled() precisa de uma razão, não {}
"{}" alone is not a value | «{}» solo no es un valor | «{}» sozinho não é um valor
"{}" is not for rules | «{}» no es para reglas | «{}» não é para regras
{} is not for rules | {} no es para reglas | {} não é para regras
does not type-check | los tipos no concuerdan | os tipos não combinam
Unknown variable: {} | no se conoce {} | {} não é conhecido
No such key: {} | no existe {} | não existe {}
no such overload: {} | no se puede calcular: {} | não se pode calcular: {}
found no matching overload for {} | ninguna función recibe {} | nenhuma função recebe {}
Logical operator requires bool operands, got {} | &&, || y ! unen condiciones, no {} | &&, || e ! unem condições, não {}
Ternary condition must be bool, got {} | lo que va antes de ? es una condición, no {} | o que vai antes de ? é uma condição, não {}
Ternary branches must have the same type, got {} and {} | los dos lados de : son del mismo tipo, no {} y {} | os dois lados de : são do mesmo tipo, não {} e {}
List elements must have the same type, expected type {} but found {} | los elementos de una lista son del mismo tipo: {}, no {} | os elementos de uma lista são do mesmo tipo: {}, não {}
Reserved identifier: {} | {} es una palabra reservada | {} é uma palavra reservada
Unexpected token: {} | aquí no va {} | {} não cabe aqui
Expected {}, got {} | se esperaba {}, hay {} | esperava-se {}, há {}
Unexpected character: {} | aquí no va el carácter {} | o caractere {} não cabe aqui
Unterminated string | a un texto le falta la comilla final | falta a aspa final de um texto
Newlines not allowed in single-quoted strings | un texto entre comillas cabe en una línea | um texto entre aspas cabe em uma linha
Invalid number: {} | {} no es un número | {} não é um número
Exceeded {} | la condición es demasiado grande: {} | a condição é grande demais: {}
`;

const FILES = `
{} is missing | falta {} | falta {}
unknown member {} | no se conoce el miembro {} | o membro {} não é conhecido
{} must be one of {} | {} debe ser uno de: {} | {} deve ser um de: {}
{} is of a kind that does not belong here | {} es de un tipo que no va aquí | {} é de um tipo que não cabe aqui
{} must match pattern {} | {} debe tener la forma {} | {} deve ter a forma {}
{} must not have fewer than {} characters | {} debe tener al menos {} caracteres | {} deve ter pelo menos {} caracteres
{} must not have more than {} characters | {} debe tener a lo más {} caracteres | {} deve ter no máximo {} caracteres
{} must not have fewer than {} items | {} debe tener al menos {} elementos | {} deve ter pelo menos {} itens
{} must not have more than {} items | {} debe tener a lo más {} elementos | {} deve ter no máximo {} itens
{} must be {} | {} debe ser {} | {} deve ser {}
{} takes no "of" | {} no lleva «of» | {} não leva «of»
{} needs "of" to name a figure of the dictionary | {} necesita en «of» una cifra del diccionario | {} precisa em «of» de uma cifra do dicionário
{} needs "of" to name a text of the dictionary | {} necesita en «of» un texto del diccionario | {} precisa em «of» de um texto do dicionário
"{}" goes with {}, and {} needs it | «{}» va con {}, y {} lo necesita | «{}» vai com {}, e {} precisa dele
"before" and "ago" exclude each other | «before» y «ago» se excluyen | «before» e «ago» se excluem
"like" goes with count, sum and distinct | «like» va con count, sum y distinct | «like» vai com count, sum e distinct
a window lasts one minute at least: min of {} | una ventana dura un minuto como mínimo: vea min de {} | uma janela dura um minuto no mínimo: veja min de {}
a window reaches back 180 days at most: max of {} | una ventana alcanza 180 días como máximo: vea max de {} | uma janela alcança 180 dias no máximo: veja max de {}
a brace stands alone: figures are written {} | hay una llave suelta: las cifras se escriben {} | há uma chave solta: as cifras se escrevem {}
figures differ from the Spanish text: {} | las cifras no son las del texto en español: {} | as cifras não são as do texto em espanhol: {}
a duration such as 24h or 7d | una duración como 24h o 7d | uma duração como 24h ou 7d
hold_hours goes with outcome hold, and hold needs it | hold_hours va con la decisión hold, y hold lo necesita | hold_hours vai com a decisão hold, e hold precisa dele
a duty to report stops nothing: outcome allow | el deber de avisar no detiene nada: outcome allow | o dever de comunicar não detém nada: outcome allow
at least one example that fires is needed | hace falta al menos un ejemplo que se cumpla | é preciso ao menos um exemplo que dispare
at least two near misses (expect: silent) are needed | hacen falta al menos dos casos casi iguales que no se cumplan (expect: silent) | são precisos ao menos dois quase casos que não disparem (expect: silent)
the scenario does not apply to {} | el escenario no se aplica a {} | o cenário não se aplica a {}
example "{}": did not fire on its last event: {} | ejemplo «{}»: no se cumplió en su último evento: {} | exemplo «{}»: não disparou no último evento: {}
example "{}": fired on event {} | ejemplo «{}»: se cumplió en el evento {} | exemplo «{}»: disparou no evento {}
did not fire on its last event: {} | no se cumplió en su último evento: {} | não disparou no último evento: {}
fired on event {} | se cumplió en el evento {} | disparou no evento {}
there is no scenario: nothing would be watched | no hay ningún escenario: nada se vigilaría | não há nenhum cenário: nada seria vigiado
there is no such folder | no existe esa carpeta | não existe essa pasta
there is no file of a scenario (.yaml) in this folder | en esta carpeta no hay ningún archivo de escenario (.yaml) | nesta pasta não há nenhum arquivo de cenário (.yaml)
Map keys must be unique | YAML: hay un nombre repetido | YAML: há um nome repetido
Tabs are not allowed as indentation | YAML: la sangría va con espacios, no con tabuladores | YAML: o recuo vai com espaços, não com tabulações
Implicit map keys need to be followed by map values | YAML: al nombre le faltan los dos puntos | YAML: faltam os dois-pontos depois do nome
Implicit keys need to be on a single line | YAML: un nombre cabe en una sola línea | YAML: um nome cabe em uma só linha
Nested mappings are not allowed in compact mappings | YAML: hay dos puntos de más en la línea; ponga el texto entre comillas | YAML: há dois-pontos a mais na linha; ponha o texto entre aspas
Missing closing {}quote | YAML: falta la comilla final {} | YAML: falta a aspa final {}
All sequence items must start at the same column | YAML: los elementos de una lista empiezan en la misma columna | YAML: os itens de uma lista começam na mesma coluna
Flow sequence in block collection must be sufficiently indented and end with a ] | YAML: a la lista le falta su ] o sangría | YAML: falta à lista o seu ] ou recuo
Flow map in block collection must be sufficiently indented and end with a } | YAML: falta la } o sangría | YAML: falta a } ou recuo
Flow sequence must end with a ] | YAML: a la lista le falta su ] | YAML: falta à lista o seu ]
Flow map must end with a } | YAML: falta la } | YAML: falta a }
Missing , between {} items | YAML: falta una coma entre elementos ({}) | YAML: falta uma vírgula entre itens ({})
Missing , or : between {} items | YAML: falta una coma o dos puntos entre elementos ({}) | YAML: falta uma vírgula ou dois-pontos entre itens ({})
Plain value cannot start with {} | YAML: un texto sin comillas no puede empezar con {} | YAML: um texto sem aspas não pode começar com {}
Unexpected {} | YAML: aquí no va {} | YAML: {} não cabe aqui
`;

interface Line {
  readonly pattern: RegExp;
  /** How many letters of the message it knows. */
  readonly letters: number;
  readonly words: Readonly<Record<Exclude<Language, 'en'>, string>>;
}

function lineOf(line: string): Line {
  const [en = '', es = '', pt = '', ...more] = line.split(' | ');
  const holes = [en, es, pt].map((text) => text.split('{}').length);
  if (pt === '' || more.length > 0 || new Set(holes).size > 1)
    throw new Error(`not a line of problems: ${line}`);
  const escaped = en.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll('{}', '([^]*?)');
  return { pattern: new RegExp(`^${escaped}$`), letters: en.replaceAll('{}', '').length, words: { es, pt } };
}

/** What says most of a message speaks for it. */
const LINES = [NAMES_AND_FIGURES, CONDITIONS, FILES]
  .flatMap((table) => table.trim().split('\n').map(lineOf))
  .sort((a, b) => b.letters - a.letters);

/** A problem in a reader's language; one that is not in the table stays in English. */
export function problemIn(language: Language, message: string): string {
  if (language === 'en') return message;
  for (const { pattern, words } of LINES) {
    const found = pattern.exec(message);
    if (found === null) continue;
    const named = found.slice(1);
    return words[language].replaceAll('{}', () => named.shift() ?? '');
  }
  return message;
}
