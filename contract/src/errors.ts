import type { Texts } from './schema.ts';

/**
 * Every error code a caller may see, with its HTTP status and a text for people in three languages. The texts say what
 * happened and what to do; they never hold a value of the request, and never say that a report or a suspicion exists.
 * A new code is one line in the table of its field: `code | status | es | pt | en`. Codes are stable: once published
 * they are not renamed.
 */
export interface ErrorText {
  readonly status: number;
  readonly texts: Texts;
}

/** Requests, permission, and the kernel's own refusals. */
const GENERAL = `
request.malformed_json | 400 | El cuerpo no es JSON válido. | O corpo não é um JSON válido. | The body is not valid JSON.
request.invalid | 400 | La solicitud no cumple el esquema: vea los campos señalados. | A solicitação não segue o esquema: veja os campos indicados. | The request does not follow the schema: see the named fields.
request.too_large | 413 | El cuerpo es más grande de lo permitido. | O corpo é maior do que o permitido. | The body is larger than allowed.
request.wrong_encoding | 400 | El texto no está en UTF-8 válido. | O texto não está em UTF-8 válido. | The text is not valid UTF-8.
request.unsupported_media_type | 415 | Esta operación no acepta ese tipo de contenido. | Esta operação não aceita esse tipo de conteúdo. | This operation does not take that media type.
request.cross_origin | 403 | La solicitud viene de otro sitio y se rechazó. | A solicitação veio de outro site e foi recusada. | The request came from another site and was refused.
request.aborted | 400 | La conexión se cerró antes de terminar el envío. | A conexão foi fechada antes do fim do envio. | The connection closed before everything was sent.
request.cursor_invalid | 400 | El cursor de página no es válido; empiece de nuevo. | O cursor de página não é válido; comece de novo. | The page cursor is not valid; start again.
auth.required | 401 | Inicie sesión o presente una clave de API válida. | Entre ou apresente uma chave de API válida. | Sign in or present a valid API key.
auth.wrong_credentials | 401 | El correo, la contraseña o el enlace no son válidos. | O e-mail, a senha ou o link não são válidos. | The e-mail, password or link is not valid.
auth.denied | 403 | No tiene permiso para esta operación. | Você não tem permissão para esta operação. | You are not allowed to do this.
auth.second_person | 403 | Debe decidirlo otra persona, no quien lo propuso. | Outra pessoa deve decidir, não quem propôs. | Another person must decide, not the one who proposed.
auth.locked | 429 | Demasiados intentos; espere unos minutos. | Tentativas demais; aguarde alguns minutos. | Too many attempts; wait a few minutes.
access.email_taken | 409 | Ya hay un usuario con ese correo. | Já existe um usuário com esse e-mail. | There already is a user with that e-mail.
access.unknown_entity | 404 | No existe esa entidad obligada. | Essa entidade obrigada não existe. | There is no such obliged entity.
access.unknown_permission | 400 | Uno de los permisos no existe. | Uma das permissões não existe. | One of the permissions does not exist.
access.entity_exists | 409 | Ya hay una entidad con ese código. | Já existe uma entidade com esse código. | There already is an entity with that code.
access.entity_required | 400 | Diga para qué entidad obligada es la solicitud. | Informe para qual entidade obrigada é a solicitação. | Say which obliged entity the request is for.
not_found | 404 | No existe o no está a su alcance. | Não existe ou não está ao seu alcance. | It does not exist or is not within your reach.
conflict | 409 | El registro cambió o está en otro estado. | O registro mudou ou está em outro estado. | The record changed or is in another state.
internal | 500 | Ocurrió un error nuestro; nada quedó a medias. | Ocorreu um erro nosso; nada ficou pela metade. | We failed; nothing was half-written.
unavailable | 503 | El servicio no está listo; intente de nuevo en un momento. | O serviço não está pronto; tente novamente em instantes. | The service is not ready; try again in a moment.
money.unknown_asset | 400 | El activo no se conoce. | O ativo não é conhecido. | The asset is not known.
money.malformed | 400 | El monto no es un decimal simple, como "1250.50". | O valor não é um decimal simples, como "1250.50". | The amount is not a plain decimal, such as "1250.50".
money.negative | 400 | El monto no puede ser negativo. | O valor não pode ser negativo. | The amount cannot be negative.
money.too_large | 400 | El monto es más grande de lo que puede ser real. | O valor é maior do que pode ser real. | The amount is larger than can be real.
money.too_precise | 400 | El monto tiene más decimales que el activo. | O valor tem mais casas decimais que o ativo. | The amount has more decimals than the asset.
instant.malformed | 400 | La fecha y hora no es RFC 3339 con zona. | A data e hora não é RFC 3339 com fuso. | The instant is not RFC 3339 with a zone.
instant.out_of_range | 400 | La fecha está fuera del rango admitido. | A data está fora do intervalo admitido. | The date is outside the range we take.
date.malformed | 400 | La fecha no existe o no es AAAA-MM-DD. | A data não existe ou não é AAAA-MM-DD. | The date does not exist or is not YYYY-MM-DD.
country.unknown | 400 | El país no es un código ISO 3166-1 de dos letras. | O país não é um código ISO 3166-1 de duas letras. | The country is not a two-letter ISO 3166-1 code.
xml.too_deep | 400 | El XML está anidado con demasiada profundidad. | O XML está aninhado fundo demais. | The XML is nested too deeply.
canonical.depth | 400 | Los datos están anidados con demasiada profundidad. | Os dados estão aninhados fundo demais. | The data is nested too deeply.
canonical.type | 400 | Un valor no tiene forma JSON. | Um valor não tem forma JSON. | A value has no JSON form.
canonical.undefined | 400 | A un campo le falta su valor. | Falta o valor de um campo. | A field lacks its value.
canonical.string | 400 | Un texto tiene caracteres inválidos. | Um texto tem caracteres inválidos. | A text holds invalid characters.
canonical.number | 400 | Un número no es un entero exacto: envíelo como texto. | Um número não é um inteiro exato: envie-o como texto. | A number is not an exact integer: send it as text.
instant.zone_unknown | 400 | La zona horaria no se conoce. | O fuso horário não é conhecido. | The time zone is not known.
money.ratio | 400 | Un precio o una razón debe ser mayor que cero. | Um preço ou uma razão deve ser maior que zero. | A price or ratio must be above zero.
money.asset_mismatch | 400 | No se pueden combinar montos de activos distintos. | Não se podem combinar valores de ativos diferentes. | Amounts of different assets cannot be combined.
id.malformed | 400 | El identificador no tiene la forma esperada. | O identificador não tem a forma esperada. | The identifier does not have the expected form.
`;

/** What the exchange sends: customers, wallets, events, files. */
const INTAKE = `
activity.unknown_customer | 422 | El cliente no está registrado. | O cliente não está registrado. | The customer is not registered.
activity.duplicate_content | 409 | Ese identificador ya se usó con otro contenido. | Esse identificador já foi usado com outro conteúdo. | That id was already used with other content.
activity.occurred_in_future | 422 | El evento está fechado en el futuro. | O evento tem data no futuro. | The event is dated in the future.
activity.occurred_too_early | 422 | El evento está fechado antes de lo admitido. | O evento tem data anterior ao admitido. | The event is dated earlier than we take.
activity.unknown_asset | 422 | El activo no se conoce. | O ativo não é conhecido. | The asset is not known.
activity.unsupported_network | 422 | La red no se conoce o no lleva ese activo. | A rede não é conhecida ou não leva esse ativo. | The network is not known or does not carry that asset.
customers.unknown | 404 | El cliente no está registrado. | O cliente não está registrado. | The customer is not registered.
customers.erased | 409 | Los datos de la persona fueron borrados. | Os dados da pessoa foram apagados. | The person’s data has been erased.
customers.transition_refused | 409 | La relación no puede pasar a ese estado. | A relação não pode passar a esse estado. | The relationship cannot move to that state.
customers.kind_mismatch | 422 | Los datos no corresponden al tipo de cliente. | Os dados não correspondem ao tipo de cliente. | The data does not fit the kind of customer.
customers.name_required | 422 | Falta el nombre o la razón social. | Falta o nome ou a razão social. | The name or legal name is missing.
customers.birth_date_impossible | 422 | La fecha de nacimiento no es posible. | A data de nascimento não é possível. | The birth date is not possible.
customers.retention_pending | 409 | La ley aún obliga a conservar estos datos. | A lei ainda obriga a conservar estes dados. | The law still requires this data to be kept.
wallets.address_malformed | 422 | La dirección no es válida en esa red. | O endereço não é válido nessa rede. | The address is not valid on that network.
wallets.network_unknown | 422 | La red no se conoce. | A rede não é conhecida. | The network is not known.
imports.column_missing | 422 | Falta en el archivo una columna del mapa. | Falta no arquivo uma coluna do mapa. | A column of the mapping is missing in the file.
imports.time_malformed | 422 | La fecha de la fila no tiene el formato del mapa. | A data da linha não tem o formato do mapa. | The row’s time is not in the mapping’s format.
imports.not_resumable | 409 | La importación no está detenida. | A importação não está parada. | The import is not stopped.
imports.file_present | 409 | La importación ya tiene su archivo. | A importação já tem seu arquivo. | The import already has its file.
activity.unknown_original | 422 | El evento que se revierte o corrige no existe; envíe primero ese evento. | O evento revertido ou corrigido não existe; envie primeiro esse evento. | The event that is reversed or corrected does not exist; send that event first.
activity.original_of_other_customer | 422 | El evento que se revierte o corrige es de otro cliente. | O evento revertido ou corrigido é de outro cliente. | The event that is reversed or corrected is another customer's.
activity.already_taken_back | 409 | Ese evento ya se revirtió, corrigió o rechazó. | Esse evento já foi revertido, corrigido ou rejeitado. | That event was already reversed, corrected or rejected.
activity.price_of_itself | 422 | Un activo no tiene precio en sí mismo. | Um ativo não tem preço em si mesmo. | An asset has no price in itself.
activity.price_not_positive | 422 | Un precio debe ser mayor que cero. | Um preço deve ser maior que zero. | A price must be above zero.
imports.row_malformed | 422 | La fila no tiene las columnas del encabezado. | A linha não tem as colunas do cabeçalho. | The row does not have the header’s columns.
imports.wrong_encoding | 422 | El archivo no está en la codificación declarada. | O arquivo não está na codificação declarada. | The file is not in the declared encoding.
imports.empty | 422 | El archivo no tiene filas. | O arquivo não tem linhas. | The file has no rows.
`;

/** Lists, screening, scenarios and decisions. */
const JUDGEMENT = `
watchlists.unknown | 404 | No existe esa lista. | Essa lista não existe. | There is no such list.
watchlists.shrunk | 422 | La versión nueva perdió más del 5 %: se conserva la anterior. | A nova versão perdeu mais de 5 %: mantém-se a anterior. | The new version lost more than 5 %: the old one stays.
watchlists.unparseable | 422 | El archivo de la lista no se pudo leer: se conserva la versión anterior. | O arquivo da lista não pôde ser lido: mantém-se a versão anterior. | The list file could not be read: the old version stays.
watchlists.format_changed | 409 | La lista ya existe con otro formato. | A lista já existe com outro formato. | The list already exists in another format.
watchlists.file_missing | 422 | Falta un archivo de la lista. | Falta um arquivo da lista. | A file of the list is missing.
watchlists.file_too_large | 413 | El archivo es más grande que cualquier lista. | O arquivo é maior do que qualquer lista. | The file is larger than any list.
watchlists.mapping_invalid | 422 | El mapa de columnas no se puede usar: vea los campos señalados. | O mapa de colunas não pode ser usado: veja os campos indicados. | The mapping of columns cannot be used: see the named fields.
watchlists.column_missing | 422 | Falta en el archivo una columna del mapa. | Falta no arquivo uma coluna do mapa. | A column of the mapping is missing in the file.
watchlists.hash_mismatch | 422 | Los archivos no tienen el SHA-256 indicado: se conserva la versión anterior. | Os arquivos não têm o SHA-256 indicado: mantém-se a versão anterior. | The files do not have the stated SHA-256: the old version stays.
watchlists.confidentiality_changed | 409 | Una lista no cambia de confidencial a legible ni al revés: use otro código. | Uma lista não muda de confidencial para legível nem o contrário: use outro código. | A list does not turn confidential or readable later: use another code.
watchlists.source_invalid | 422 | La dirección del emisor no sirve: use https y sin usuario. | O endereço do emissor não serve: use https e sem usuário. | The issuer’s address cannot be used: https, without a user.
watchlists.source_missing | 409 | La lista no tiene dirección del emisor. | A lista não tem endereço do emissor. | The list has no issuer’s address.
watchlists.fetch_failed | 422 | El emisor no entregó el archivo completo; se intentará de nuevo. | O emissor não entregou o arquivo completo; haverá nova tentativa. | The issuer did not deliver the whole file; it will be tried again.
watchlists.listing_unknown | 404 | No existe ese registro en la lista. | Esse registro não existe na lista. | There is no such listing in the list.
watchlists.share_invalid | 422 | La participación debe ser mayor que 0 y hasta 100 %. | A participação deve ser maior que 0 e até 100 %. | The share must be above 0 and up to 100 %.
tags.unparseable | 422 | El archivo de etiquetas no se pudo leer: vea la fila señalada. | O arquivo de etiquetas não pôde ser lido: veja a linha indicada. | The file of tags could not be read: see the named row.
tags.nothing_usable | 422 | Ninguna fila del archivo se puede usar: vea por qué. | Nenhuma linha do arquivo pode ser usada: veja por quê. | No row of the file can be used: see why.
tags.default_unknown | 422 | Un valor por omisión no se conoce: vea el campo señalado. | Um valor padrão não é conhecido: veja o campo indicado. | A default value is not known: see the named field.
tags.unknown_pack | 404 | No existe ese paquete de etiquetas. | Esse pacote de etiquetas não existe. | There is no such pack of tags.
tracing.transaction_repeated | 422 | Una transacción aparece dos veces. | Uma transação aparece duas vezes. | A transaction stands there twice.
tracing.coin_unknown | 422 | Una entrada gasta una salida que ninguna transacción anterior creó. | Uma entrada gasta uma saída que nenhuma transação anterior criou. | An input spends an output that no earlier transaction made.
tracing.coin_spent | 422 | Una salida se gasta dos veces. | Uma saída é gasta duas vezes. | An output is spent twice.
tracing.amount_negative | 422 | Un valor no puede ser negativo. | Um valor não pode ser negativo. | A value cannot be negative.
tracing.amount_too_large | 422 | Un monto es más grande de lo que cabe en una cadena. | Um valor é maior do que cabe em uma cadeia. | An amount is larger than any chain holds.
tracing.name_too_long | 422 | Una dirección es demasiado larga. | Um endereço é longo demais. | An address is too long.
tracing.outputs_exceed_inputs | 422 | De una transacción sale más de lo que entra. | De uma transação sai mais do que entra. | More leaves a transaction than enters it.
tracing.block_out_of_order | 409 | El bloque no sigue al último leído. | O bloco não segue o último lido. | The block does not follow the last one read.
tracing.graph_unknown | 404 | De ese activo y red aún no se ha leído ningún bloque. | Desse ativo e rede ainda não foi lido nenhum bloco. | No block of that asset and network has been read yet.
tracing.address_unseen | 404 | La dirección no aparece en ningún bloque leído. | O endereço não aparece em nenhum bloco lido. | The address is in no block that was read.
tracing.no_source | 404 | Para esa red no hay un servicio al que preguntar por direcciones. | Para essa rede não há um serviço a que perguntar por endereços. | No service is configured that can be asked for addresses of that network.
tracing.hub | 422 | La dirección tiene demasiados movimientos para mostrar con quién: trátela como un servicio. | O endereço tem movimentos demais para mostrar com quem: trate-o como um serviço. | The address has too many movements to list with whom: treat it as a service.
tags.unknown_actor | 404 | Ningún paquete conoce a ese actor. | Nenhum pacote conhece esse ator. | No pack knows that actor.
tags.compiled_damaged | 503 | El archivo compilado de etiquetas está dañado; bórrelo y se hará de nuevo. | O arquivo compilado de etiquetas está danificado; apague-o e será refeito. | The compiled file of tags is damaged; remove it and it is made again.
config.chains | 503 | El archivo de cadenas de la instalación no se puede usar. | O arquivo de cadeias da instalação não pode ser usado. | The file of chains of this installation cannot be used.
chain.truncated | 422 | Los datos de la cadena terminan antes de tiempo. | Os dados da cadeia terminam antes da hora. | The chain data ends too early.
chain.malformed | 422 | Los datos de la cadena no se pueden leer. | Os dados da cadeia não podem ser lidos. | The chain data cannot be read.
chain.not_a_block | 422 | El archivo no es un bloque ni una transacción. | O arquivo não é um bloco nem uma transação. | The file is neither a block nor a transaction.
chain.too_large | 413 | Los datos de la cadena son más grandes de lo que puede ser real. | Os dados da cadeia são maiores do que pode ser real. | The chain data is larger than can be real.
chain.network_unknown | 422 | La red no se conoce o no es de esta familia. | A rede não é conhecida ou não é desta família. | The network is not known or not of this family.
chain.merkle_mismatch | 422 | Las transacciones no dan la raíz que el bloque promete. | As transações não dão a raiz que o bloco promete. | The transactions do not give the root the block promises.
chain.witness_mismatch | 422 | Los testigos no son los que el bloque promete. | As testemunhas não são as que o bloco promete. | The witnesses are not those the block promises.
chain.hash_mismatch | 422 | Un identificador no corresponde a su contenido. | Um identificador não corresponde ao seu conteúdo. | A hash does not belong to its content.
chain.previous_outputs_unreadable | 422 | No se pudieron leer las salidas previas: vea el lugar señalado. | Não se puderam ler as saídas anteriores: veja o lugar indicado. | The previous outputs could not be read: see the named place.
chain.source_unreachable | 503 | El nodo o servicio de la cadena no responde. | O nó ou serviço da cadeia não responde. | The node or service of the chain does not answer.
chain.source_throttled | 503 | El nodo o servicio de la cadena pide esperar. | O nó ou serviço da cadeia pede para esperar. | The node or service of the chain asks to wait.
chain.source_lied | 503 | El nodo o servicio de la cadena contó algo que sus propios datos desmienten. | O nó ou serviço da cadeia contou algo que seus próprios dados desmentem. | The node or service of the chain told something its own data disproves.
chain.budget_exhausted | 409 | Se agotó el número de consultas permitido. | O número de consultas permitido esgotou-se. | The allowed number of queries is used up.
chain.reorganisation_too_deep | 409 | La cadena se reorganizó más allá de lo que se guarda para deshacer. | A cadeia se reorganizou além do que se guarda para desfazer. | The chain reorganised deeper than is kept to undo.
screening.transition_refused | 409 | La coincidencia está en otro estado. | A coincidência está em outro estado. | The hit is in another state.
screening.hit_unknown | 404 | No existe esa coincidencia. | Essa coincidência não existe. | There is no such hit.
screening.until_invalid | 422 | El descarte debe terminar después de hoy y dentro del plazo de la política. | O descarte deve terminar depois de hoje e dentro do prazo da política. | A clearance must end after today and within the policy’s time.
screening.run_unknown | 404 | No existe esa revisión. | Essa revisão não existe. | There is no such screening run.
screening.not_replayable | 409 | La coincidencia ya no se puede rehacer: el cliente se borró. | A coincidência já não pode ser refeita: o cliente foi apagado. | The hit cannot be made again: the customer was erased.
screening.dataset_unknown | 404 | No existe ese conjunto de datos. | Esse conjunto de dados não existe. | There is no such dataset.
screening.too_many_queries | 413 | Demasiadas consultas en una solicitud. | Consultas demais em uma solicitação. | Too many queries in one request.
screening.name_unusable | 422 | El nombre no se puede cotejar: es demasiado largo, o ninguna de sus palabras nombra a alguien. | O nome não pode ser verificado: é longo demais, ou nenhuma das suas palavras nomeia alguém. | The name cannot be screened: it is too long, or none of its words names anybody.
screening.pairs_malformed | 422 | El archivo de pares no se puede leer: vea la fila indicada. | O arquivo de pares não pode ser lido: veja a linha indicada. | The file of pairs cannot be read: see the named row.
screening.nothing_to_screen | 422 | Dé un nombre o una dirección de billetera. | Informe um nome ou um endereço de carteira. | Give a name or a wallet address.
screening.network_unknown | 422 | La red no se conoce. | A rede não é conhecida. | The network is not known.
scenarios.invalid | 422 | El escenario no es válido: vea los campos señalados. | O cenário não é válido: veja os campos indicados. | The scenario is not valid: see the named fields.
decisions.rule_set_unavailable | 409 | El conjunto de reglas que decidió ya no está disponible. | O conjunto de regras que decidiu não está mais disponível. | The rule-set that decided is not available any more.
releases.unknown | 404 | No existe esa liberación o no está a su alcance. | Essa liberação não existe ou não está ao seu alcance. | There is no such release, or it is not within your reach.
releases.transition_refused | 409 | La liberación está en otro estado: actualice la página. | A liberação está em outro estado: atualize a página. | The release is in another state: refresh the page.
releases.ground_returned | 409 | Una lista o etiqueta vuelve a señalar una de las operaciones: no se liberó nada. | Uma lista ou etiqueta volta a apontar uma das operações: nada foi liberado. | A list or tag names one of the operations again: nothing was released.
holds.already_resolved | 409 | La retención ya se resolvió o venció. | A retenção já foi resolvida ou expirou. | The hold was already resolved or has expired.
`;

/** Alerts, cases, reports, the journal. */
const WORK = `
alerts.unknown | 404 | No existe esa alerta. | Esse alerta não existe. | There is no such alert.
alerts.transition_refused | 409 | La alerta no puede pasar a ese estado. | O alerta não pode passar a esse estado. | The alert cannot move to that state.
alerts.unknown_assignee | 422 | Esa persona no puede recibir alertas de esta entidad. | Essa pessoa não pode receber alertas desta entidade. | That person cannot be given alerts of this entity.
alerts.another_open | 409 | Ya hay otra alerta abierta por los mismos hallazgos. | Já há outro alerta aberto pelos mesmos achados. | Another alert is already open for the same findings.
cases.unknown | 404 | No existe ese caso. | Esse caso não existe. | There is no such case.
cases.transition_refused | 409 | El caso no puede pasar a ese estado. | O caso não pode passar a esse estado. | The case cannot move to that state.
cases.unknown_assignee | 422 | Esa persona no puede recibir casos de esta entidad. | Essa pessoa não pode receber casos desta entidade. | That person cannot be given cases of this entity.
cases.report_required | 409 | El caso se cierra con su reporte presentado. | O caso se encerra com seu relatório apresentado. | The case closes when its report is filed.
cases.attachment_too_large | 413 | El archivo pasa de 8 MB. | O arquivo passa de 8 MB. | The file is larger than 8 MB.
cases.attachment_empty | 422 | El archivo está vacío. | O arquivo está vazio. | The file is empty.
cases.another_open | 409 | El cliente ya tiene otro caso abierto: trabaje en ese. | O cliente já tem outro caso aberto: trabalhe nele. | The customer already has another open case: work in that one.
cases.unknown_attachment | 404 | No existe ese archivo en el caso. | Esse arquivo não existe no caso. | There is no such file in the case.
cases.attachment_damaged | 503 | El archivo falta o fue alterado en disco. | O arquivo está ausente ou foi alterado em disco. | The file is missing or was changed on disk.
reports.unknown | 404 | No existe ese registro. | Esse registro não existe. | There is no such record.
reports.transition_refused | 409 | El documento no puede pasar a ese estado. | O documento não pode passar a esse estado. | The document cannot move to that state.
reports.rules_reject | 409 | Una regla de la autoridad lo rechaza: corrija lo señalado. | Uma regra da autoridade o rejeita: corrija o indicado. | A rule of the authority rejects it: correct what is named.
reports.schema_invalid | 409 | El documento no cumple el esquema oficial. | O documento não segue o esquema oficial. | The document does not follow the official schema.
reports.not_approved | 409 | Falta la aprobación de una segunda persona. | Falta a aprovação de uma segunda pessoa. | A second person has not approved it yet.
reports.case_not_ready | 409 | El caso aún no tiene una decisión que lo permita. | O caso ainda não tem uma decisão que o permita. | The case has no decision yet that allows it.
reports.format_unavailable | 422 | No hay un formato para la jurisdicción de la entidad. | Não há um formato para a jurisdição da entidade. | There is no format for the entity’s jurisdiction.
reports.due_closed | 409 | Esta obligación ya está cubierta o descartada. | Esta obrigação já está coberta ou descartada. | This duty is covered or dismissed already.
reports.already_drafted | 409 | El caso ya tiene un documento propuesto o aprobado. | O caso já tem um documento proposto ou aprovado. | The case already has a document that is proposed or approved.
reports.changed_since_proposed | 409 | Lo que se sabe del caso cambió desde que se propuso: devuélvalo y propóngalo de nuevo. | O que se sabe do caso mudou desde a proposta: devolva-o e proponha de novo. | What is known of the case changed since it was proposed: send it back and propose it again.
reports.unknown_event | 422 | Un evento no es del cliente de este caso. | Um evento não é do cliente deste caso. | An event is not of the customer of this case.
reports.unknown_answer | 422 | Ese dato no se pide: vea el campo señalado. | Esse dado não é pedido: veja o campo indicado. | That is not asked for: see the named field.
reports.date_impossible | 422 | La fecha es futura, o anterior a lo que debe seguir. | A data é futura, ou anterior ao que deve seguir. | The date is in the future, or before what it must follow.
reports.not_reportable | 422 | El caso tiene datos que ningún formato admite: vea los campos señalados. | O caso tem dados que nenhum formato aceita: veja os campos indicados. | The case has data that no format can hold: see the named fields.
jurisdictions.unknown_format | 404 | No se conoce ese formato en la jurisdicción. | Esse formato não é conhecido na jurisdição. | That format is not known in the jurisdiction.
jurisdictions.schema_wrong_namespace | 422 | El esquema es de otro formato. | O esquema é de outro formato. | The schema is of another format.
jurisdictions.schema_not_a_schema | 422 | El archivo es XML, pero no un esquema XSD. | O arquivo é XML, mas não um esquema XSD. | The file is XML, but not an XSD schema.
jurisdictions.schema_in_parts | 422 | El esquema necesita otros archivos: importe uno completo en un solo archivo. | O esquema precisa de outros arquivos: importe um completo em um só arquivo. | The schema needs other files: import one that is complete in a single file.
jurisdictions.schema_without_elements | 422 | El esquema no declara ningún elemento. | O esquema não declara nenhum elemento. | The schema declares no element.
jurisdictions.schema_does_not_compile | 422 | El esquema tiene errores: vea las líneas señaladas. | O esquema tem erros: veja as linhas indicadas. | The schema has errors: see the named lines.
jurisdictions.table_invalid | 503 | Una tabla de parámetros de la instalación no se puede leer. | Uma tabela de parâmetros da instalação não pode ser lida. | A table of parameters of this installation cannot be read.
xml.malformed | 422 | El archivo no es XML bien formado. | O arquivo não é XML bem formado. | The file is not well-formed XML.
xml.doctype | 422 | El archivo declara un DOCTYPE, que no se acepta. | O arquivo declara um DOCTYPE, que não é aceito. | The file declares a DOCTYPE, which is not accepted.
xml.encoding | 422 | El archivo no está en la codificación que declara. | O arquivo não está na codificação que declara. | The file is not in the encoding it declares.
xml.too_large | 413 | El archivo XML es demasiado grande. | O arquivo XML é grande demais. | The XML file is too large.
journal.not_sealed_yet | 409 | La entrada aún no está en un punto de control firmado; espere unos segundos. | A entrada ainda não está em um ponto de controle assinado; aguarde alguns segundos. | The entry is not in a signed checkpoint yet; wait a few seconds.
reports.catalogue_invalid | 422 | Un valor no está en el catálogo de la autoridad. | Um valor não está no catálogo da autoridade. | A value is not in the authority’s catalogue.
reports.not_an_aviso | 422 | El archivo no es del formato de la autoridad. | O arquivo não é do formato da autoridade. | The file is not in the authority’s format.
reports.value_not_in_mxn | 422 | El valor debe estar en pesos mexicanos. | O valor deve estar em pesos mexicanos. | The value must be in Mexican pesos.
reports.unencodable_text | 422 | Un texto tiene caracteres que un documento XML no admite. | Um texto tem caracteres que um documento XML não admite. | A text holds characters that no XML document may hold.
reports.not_reportable | 422 | Faltan datos o no se pueden presentar: vea los campos señalados. | Faltam dados ou não podem ser apresentados: veja os campos indicados. | Data is missing or cannot be filed: see the named fields.
reports.unknown_answer | 422 | Una respuesta es de un dato que el formato no pide. | Uma resposta é de um dado que o formato não pede. | An answer is to something the format does not ask.
journal.state_missing | 409 | El registro cambió mientras tanto; intente de nuevo. | O registro mudou nesse meio tempo; tente novamente. | The record changed meanwhile; try again.
`;

/** The life of a rule-set. */
const RULE_SETS = `
rule_sets.unknown | 404 | No existe esa versión de las reglas. | Essa versão das regras não existe. | There is no such version of the rules.
rule_sets.unknown_scenario | 404 | Esa versión no tiene ese escenario. | Essa versão não tem esse cenário. | That version has no such scenario.
rule_sets.unknown_parameter | 404 | El escenario no tiene ese parámetro. | O cenário não tem esse parâmetro. | The scenario has no such parameter.
rule_sets.transition_refused | 409 | La versión está en otro estado y no admite ese paso. | A versão está em outro estado e não admite esse passo. | The version is in another state and does not take that step.
rule_sets.changed_meanwhile | 409 | El texto cambió mientras tanto; léalo de nuevo. | O texto mudou nesse meio tempo; leia-o de novo. | The text changed meanwhile; read it again.
rule_sets.has_problems | 422 | Hay problemas en los escenarios: corríjalos primero. | Há problemas nos cenários: corrija-os primeiro. | There are problems in the scenarios: correct them first.
rule_sets.not_submitted | 409 | Quien la escribe aún no la ha entregado para revisión. | Quem a escreve ainda não a enviou para revisão. | Its author has not submitted it for checking yet.
rule_sets.not_backtested | 422 | Falta una prueba sobre el pasado que la compare con la versión viva. | Falta um teste sobre o passado que a compare com a versão ativa. | A backtest that compares it with the live version is missing.
rule_sets.backtest_too_short | 422 | La prueba que la compara con la versión viva abarca menos de 30 días; pruebe un tramo más largo. | O teste que a compara com a versão ativa abrange menos de 30 dias; teste um período mais longo. | The backtest that compares it with the live version covers less than 30 days; run one over a longer stretch.
rule_sets.shadow_taken | 409 | Otra versión ya corre en la sombra. | Outra versão já roda na sombra. | Another version is in shadow already.
rule_sets.going_live | 409 | Una versión ya está pasando a viva; espere. | Uma versão já está passando a ativa; aguarde. | A version is on its way to live already; wait.
backtests.unknown | 404 | No existe esa prueba. | Esse teste não existe. | There is no such backtest.
backtests.not_finished | 409 | La prueba no ha terminado. | O teste não terminou. | The backtest has not finished.
backtests.not_running | 409 | La prueba ya terminó. | O teste já terminou. | The backtest has ended already.
`;

/** Codes that are not listed speak for whose failure it is; the kinds are those of the engine's kernel. */
const KINDS = `
caller | 400 | La solicitud tiene un valor que no se acepta. | A solicitação tem um valor que não é aceito. | The request has a value that is not acceptable.
denied | 403 | No tiene permiso para esta operación. | Você não tem permissão para esta operação. | You are not allowed to do this.
missing | 404 | No existe o no está a su alcance. | Não existe ou não está ao seu alcance. | It does not exist or is not within your reach.
conflict | 409 | El registro cambió o está en otro estado. | O registro mudou ou está em outro estado. | The record changed or is in another state.
policy | 422 | Una regla de la casa no lo permite. | Uma regra da casa não o permite. | A rule of the house does not allow it.
operator | 503 | Quien opera el servicio debe corregir su configuración. | Quem opera o serviço deve corrigir sua configuração. | Whoever operates the service must correct its set-up.
`;

export type ErrorKind = 'caller' | 'denied' | 'missing' | 'conflict' | 'policy' | 'operator';

function readTable(table: string): Record<string, ErrorText> {
  const lines = table.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [code = '', status = '', es = '', pt = '', en = '', ...more] = line.split(' | ');
      if (en === '' || more.length > 0 || !/^[45]\d\d$/.test(status))
        throw new Error(`not an error line: ${line}`);
      return [code, { status: Number(status), texts: { es, pt, en } }];
    }),
  );
}

export const ERRORS: Readonly<Record<string, ErrorText>> = {
  ...readTable(GENERAL),
  ...readTable(INTAKE),
  ...readTable(JUDGEMENT),
  ...readTable(WORK),
  ...readTable(RULE_SETS),
};

const BY_KIND: Readonly<Record<string, ErrorText>> = readTable(KINDS);

const own = (table: Readonly<Record<string, ErrorText>>, name: string): ErrorText | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** The status and texts of a code. A code that is not listed speaks for its kind; without a kind it is ours: 500. */
export function problemText(code: string, kind?: ErrorKind): ErrorText {
  const found = own(ERRORS, code) ?? own(BY_KIND, kind ?? '') ?? own(ERRORS, 'internal');
  if (found === undefined) throw new Error('the table of errors lacks internal');
  return found;
}
