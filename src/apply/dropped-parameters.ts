// Query parameters that never make a page another page: marks of campaigns and ad networks, what Shopify's search notes
// in the links it finds (`_pos` to `_v`), single-use proofs of WordPress and Cloudflare, and secrets.
// Names only, lower case; what the campaign ones say is read before they go (traffic-source.ts).

const DROPPED = new Set(
  `fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid ysclid ttclid twclid li_fat_id igshid igsh epik rdt_cid
   scid sccid mc_cid mc_eid mkt_tok _hsenc _hsmi __hstc __hssc __hsfp hsctatracking oly_anon_id oly_enc_id vero_id
   vero_conv wickedid irclickid srsltid _ga _gl _ke _branch_match_id _openstat s_cid ml_subscriber ml_subscriber_hash
   pk_source pk_medium pk_campaign pk_kwd pk_keyword pk_content mtm_source mtm_medium mtm_campaign mtm_keyword
   mtm_content mtm_cid mtm_group mtm_placement piwik_campaign piwik_kwd trk trkcampaign campaignid adgroupid
   token access_token id_token refresh_token auth authorization apikey api_key password passwd pwd secret otp
   _pos _sid _ss _psq _fid _v _wpnonce preview_nonce __cf_chl_tk __cf_chl_f_tk __cf_chl_rt_tk
   session sessionid session_id sid jsessionid phpsessid sig signature email e-mail mail phone`
    .trim()
    .split(/\s+/),
);

/** Whether a query parameter is left out of a page's identity. */
export function isDroppedParameter(name: string): boolean {
  const lower = name.toLowerCase();
  return DROPPED.has(lower) || lower.startsWith('utm_') || lower.startsWith('hsa_');
}
