/** Written for this corpus; typical lengths of races, 120 to 420 graphemes. */
export const ENGLISH: readonly [string, ...string[]] = [
  'The old clock on the station wall was never right, but the trains kept such poor time that the two agreed rather often.',
  'We hold that a race is won by the hand that errs least and not by the wire that lags least; so the keys are ' +
    'read as they were pressed, and every racer may see how much of a delay was forgiven to the others.',
  'The harbour was still full of boats when the first rain came over the hills, and the men who had been mending ' +
    'their nets all morning looked up, laughed at each other, and went on with the work as if nothing at all had happened.',
  'Nobody in the village could say who had built the little bridge. It had always been there, they said, and it ' +
    'would be there when all of them were gone; the only thing that anyone ever did for it was to sweep the leaves ' +
    'from its steps each autumn, and to tell the children not to sit on the wall. On market days it carried carts, ' +
    'and on every other day it carried the geese, who thought that it was theirs, and were very seldom told otherwise.',
]

export const INDONESIAN: readonly [string, ...string[]] = [
  'Pagi itu pasar sudah ramai ketika kami datang. Para pedagang menata sayur di atas meja kayu, anak kecil ' +
    'berlari di antara kaki orang tua, dan bau kopi dari warung di sudut jalan membuat semua orang tersenyum.',
  'Hujan turun sejak malam dan jalan ke sekolah penuh air, tetapi guru kami tetap datang dengan sepeda tuanya, ' +
    'membawa buku yang dibungkus plastik, lalu menyalakan lampu dan menunggu kami satu per satu di depan pintu kelas.',
]

/** Accents that dead keys make. */
export const FRENCH =
  'La forêt était déjà pleine de lumière quand les élèves arrivèrent près du château; la maîtresse compta ses ' +
  'protégés, ouvrit le panier préparé la veille, et leur répéta qu’après le goûter il faudrait rentrer à pied.'

export const SPANISH =
  'El autobús llegó tarde a la estación, así que Sofía abrió su cuaderno y dibujó el árbol más alto del jardín; ' +
  'después llamó a su mamá, le contó lo que había visto y le pidió que la esperara con el café y un trozo de melón.'

export const PORTUGUESE =
  'A estação ainda não tinha luz quando o avô chegou com o pão e o café; nós já estávamos lá, contando histórias, ' +
  'e ninguém percebeu que a manhã começava a aparecer atrás das árvores, até que o trem apitou três vezes.'

/** Composed by an input method, two to four graphemes at a time. */
export const CHINESE =
  '清晨的市场已经很热闹了，商贩们把新鲜的蔬菜摆在木桌上，孩子们在大人中间跑来跑去，街角的小店里飘出咖啡的香味，让每个人都露出了笑容。' +
  '昨天夜里下了一场大雨，去学校的路上全是水，可是老师还是骑着旧自行车来了。'

/** What a node with short races gives, 60 to 120 graphemes, by length: the shorter, the less a log tells. */
export const SHORT: Readonly<Record<'60 to 79' | '80 to 99' | '100 to 120', readonly [string, ...string[]]>> =
  {
    '60 to 79': [
      'The rain had stopped, and the whole street smelled of wet dust.',
      'She put the letter down, looked at the sea, and read it once again.',
      'Two boys were selling mangoes from a cart under the old railway bridge.',
      'Nobody asked why the lamp was lit; it had been lit every night for years.',
    ],
    '80 to 99': [
      'The cook tasted the soup, frowned, and sent for a handful of fresh ginger leaves.',
      'When the ferry left, the birds came down to the quay and took what was left for them.',
      'He kept his tools in a box of teak, each in its own place, and he lent them to no one at all.',
    ],
    '100 to 120': [
      'The road to the lake was closed, so we walked through the fields and came home with mud to our knees.',
      'My grandmother counted the stars from the roof, and when she reached one hundred she always began again.',
      'A good map shows what the land looks like; a better one shows where the bread is baked and the water is sweet.',
    ],
  }

export const SHORT_INDONESIAN: readonly [string, ...string[]] = [
  'Kucing itu tidur di atas kursi sampai matahari masuk lewat jendela.',
  'Ibu membeli ikan segar di pelabuhan, lalu memasaknya dengan kunyit dan serai.',
  'Kami menunggu kereta terakhir sambil bercerita tentang kampung yang jauh di balik bukit.',
  'Setiap sore anak-anak bermain layangan di lapangan, dan suara tawa mereka terdengar sampai ke sungai.',
]
