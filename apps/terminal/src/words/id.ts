import type { Words } from './words.ts'

export const id: Words = {
  online: count => `${count} daring`,
  connecting: address => `menghubungi ${address} …`,
  away: seconds => `sambungan putus · mencoba lagi${seconds > 0 ? ` dalam ${seconds} d` : ' …'}`,
  ended: 'server meminta program ini tidak kembali',
  clusterAway: 'server sedang menyambung kembali ke klaster',

  welcome: 'Selamat datang di Ketik. /race untuk balapan, /help untuk bantuan; selain itu obrolan.',
  dropped: 'Sambungan putus; akan kembali sendiri.',
  resumed: 'Kembali ke balapan. Tidak ada ketukan yang hilang.',
  seatLost: 'Balapan berlanjut tanpa Anda: kursi Anda sudah dilepas.',
  moving: 'Server ini akan berhenti; pindah ke yang lain.',
  notConnected: 'Sedang tidak tersambung; coba lagi setelah sambungan kembali.',
  oldServer: 'Server itu tidak memakai protokol versi 1.',
  needsTerminal: 'Balapan memerlukan terminal, untuk masukan maupun keluaran.',
  alreadyWaiting: 'Anda sudah menunggu balapan. /leave untuk berhenti.',
  alreadyRacing: 'Anda sedang balapan. /leave untuk menyerah.',
  nothingToLeave: 'Anda tidak sedang menunggu atau balapan.',
  boardWindows: '/board day, /board week, atau /board all',
  help: [
    '/race [en|id] [RUANG]  balapan; dengan ruang, hanya yang menyebut ruang itu',
    '/leave                 berhenti menunggu, menyerah, atau menutup hasil',
    '/board [day|week|all]  yang tercepat pada masa itu',
    '/help                  bantuan ini',
    '/quit                  keluar dari Ketik (atau Ctrl-C)',
    'Tab berpindah antara teks dan baris obrolan. Ctrl-W menghapus kata. Selain itu obrolan.',
  ],

  hintLobby: '/race  /board  /help  /quit',
  hintWaiting: (count, seconds) =>
    `menunggu lawan${count === null ? '' : `: ${count} di sini`} · ${seconds} d · /leave untuk berhenti`,
  hintRacing: 'Tab: obrolan dan perintah',
  hintWrong: 'salah: Backspace, atau Ctrl-W untuk satu kata',
  hintAside: 'Tab: kembali ke teks · /leave untuk menyerah',
  hintDone: 'Anda selesai; menunggu yang lain. Mengobrol di sini, atau /race untuk berikutnya.',
  hintResult: '/race untuk berikutnya · /leave atau Esc ke lobi',
  hintOffline: keys => `sambungan putus: teruslah mengetik, ${keys} ketukan disimpan dan akan dikirim`,
  scrolled: 'baris lama · Page Down untuk kembali',

  countdown: 'Mulai dalam',
  go: 'Mulai!',
  words: 'kpm',
  seconds: 'd',
  you: 'Anda',
  seatStates: { racing: '', away: 'putus', finished: 'selesai', left: 'pergi' },
  moreRacers: count => `dan ${count} lagi`,

  won: 'Anda menang!',
  lost: 'Balapan usai.',
  lostTypeOn: 'Ada yang lebih cepat; teruskan, hasil Anda tetap dihitung.',
  cancelled: 'Balapan dibatalkan.',
  reasons: {
    opponent_left: 'Yang lain sudah pergi.',
    implausible: 'Tidak ada yang mengetik secepat itu, jadi tidak dihitung.',
    timeout: 'Waktu habis.',
    cancelled: '',
  },
  done: 'Teks selesai diketik.',
  place: 'posisi',
  placeOf: (place, of) => `posisi ${place} dari ${of}`,
  placePending: 'posisi menunggu',
  racer: 'pembalap',
  raw: 'mentah',
  accuracy: 'akurasi',
  consistency: 'konsistensi',
  races: 'balapan',
  leaderboard: 'Papan peringkat',
  boardTitle: window =>
    ({ day: 'Papan peringkat, hari ini', week: 'Papan peringkat, minggu ini', all: 'Papan peringkat' })[
      window
    ],
  boardEmpty: 'belum ada',
  joined: name => `${name} bergabung`,
  left: name => `${name} keluar`,

  closedFor: code => closings[code] ?? `Server memutus sambungan ini (${code}). /quit untuk keluar.`,
  refusal: code => refusals[code],

  usage:
    'pemakaian: npm run terminal -- --name NAMA [--host HOST[:PORT] …] [--port 50000] [--lang en|id] [--room KODE]',
  badName: 'beri nama 1 sampai 24 karakter: --name NAMA',
  badHost: host => `bukan alamat: ${host}`,
  badPort: 'port adalah angka 1 sampai 65535',
  badLang: '--lang adalah en atau id',
  badRoom: 'ruang terdiri dari 1 sampai 64 huruf, angka, "-", dan "_"',
  plain: 'Ini bukan terminal: setiap baris adalah obrolan atau perintah, tanpa balapan.',
  terminalLost: 'terminal hilang',
}

const closings: Readonly<Record<number, string>> = {
  4400: 'Server memutus sambungan ini: terlalu banyak sekaligus. /quit untuk keluar.',
  4403: 'Operator melarang Anda masuk untuk sementara. /quit untuk keluar.',
  4409: 'Anda masuk dari tempat lain, jadi yang ini mundur. /quit untuk keluar.',
}

const refusals: Readonly<Record<string, string>> = {
  name_taken: 'Nama itu sedang dipakai; pilih yang lain.',
  bad_username: 'Nama terdiri dari 1 sampai 24 karakter, tanpa karakter kendali.',
  chat_too_long: 'Pesan paling panjang 300 karakter.',
  chat_repeated: 'Anda baru saja mengatakannya.',
  chat_empty: 'Pesan itu kosong.',
  muted: 'Operator membisukan Anda untuk sementara.',
  banned: 'Operator melarang Anda untuk sementara.',
  rate_limited: 'Terlalu banyak sekaligus; pelan-pelan.',
  queue_full: 'Antrean penuh; coba lagi sebentar.',
  room_full: 'Ruang itu sudah penuh.',
  unavailable: 'Klaster sedang tidak terjangkau; coba lagi.',
  already_racing: 'Anda sedang balapan.',
  internal: 'Ada yang salah di server, dan sudah dicatat.',
}
