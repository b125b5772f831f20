import type { Refusal, RefusalCode } from '@ketik/protocol'

/** What the chat entry points of contracts B and E refuse, in ASCII: some of their clients read nothing else. */
const SENTENCES: Partial<Record<RefusalCode, string>> = {
  bad_utf8: 'Pesan itu bukan teks UTF-8.',
  bad_field: 'Isi pesan itu tidak bisa dibaca.',
  unknown_type: 'Jenis pesan itu tidak dikenal.',
  too_long: 'Satu pesan maksimal 8 KiB.',
  bad_username:
    'Nama itu tidak bisa dipakai. Pakai 1 sampai 24 karakter dari satu aksara, tanpa titik dua atau kurung siku.',
  name_taken: 'Nama itu sedang dipakai. Pilih nama lain.',
  name_claimed: 'Nama itu sudah terdaftar. Pilih nama lain.',
  name_used: 'Nama itu dipakai balapan dalam 30 hari terakhir. Pilih nama lain.',
  name_kept: 'Nama itu baru saja dilepas. Pilih nama lain.',
  bad_token: 'Sesi itu sudah berakhir. Silakan masuk lagi.',
  not_logged_in: 'Masukkan nama terlebih dahulu.',
  already_logged_in: 'Kamu sudah masuk dengan nama lain.',
  chat_too_long: 'Pesan maksimal 300 karakter.',
  chat_repeated: 'Kamu sudah mengirim pesan yang sama beberapa kali.',
  chat_empty: 'Pesan itu kosong.',
  muted: 'Kamu tidak bisa mengirim pesan untuk sementara. Operator membisukan kamu.',
  banned: 'Operator memblokir kamu untuk sementara.',
  rate_limited: 'Terlalu banyak pesan sekaligus. Tunggu sebentar, lalu coba lagi.',
  unavailable: 'Layanan sedang terganggu. Tunggu sebentar, lalu coba lagi.',
}

export const refusalInIndonesian = ({ refused }: Refusal): string =>
  SENTENCES[refused] ?? 'Server tidak bisa memproses permintaan itu.'
