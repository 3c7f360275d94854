// The first phase of a scrub: what is decided about an object before any of
// its elements. Whether it is scrubbed at all, and who it will be.
#pragma once

#include <string_view>
#include <vector>

#include "kernels/core/edit_list.h"
#include "kernels/core/short_text.h"
#include "kernels/identity/patient_key.h"
#include "kernels/identity/uid_memo.h"
#include "kernels/match/verdict_finder.h"
#include "kernels/scrub/scrub_job.h"

namespace dcmscrub {

class Sealer;

// What stands at the top level of the output, empty where the object has none
// and needs none; the SOP class and instance never are.
struct NewIdentifiers {
  ShortText sop_class;
  ShortText sop_instance;
  ShortText study;
  ShortText series;
  ShortText patient;    // Patient ID
  ShortText pseudonym;  // the keyed one, whatever a site's rules made of it
  int date_offset = 0;  // by how many days dates move
};

// What identifiers are made with.
struct BeginTools {
  VerdictFinder& verdicts;  // has begun on the object
  UidMemo& uids;
  PatientKey& patient;           // whose it is, when they are made
  std::vector<Bytes>& contents;  // working storage
};

// An object that left us under this policy and key stays as it is: its dates
// were moved once.
bool IsSealed(const ScrubJob& job, Sealer& sealer);
NewIdentifiers IdentifiersOfSealed(const ScrubJob& job,
                                   const BeginTools& tools);

// What this program made, but not under this policy and key, is refused: dates
// would move twice, pseudonyms get pseudonyms.
Fault Refusal(const ScrubJob& job);

// What a site's rules say of the whole object; fills `site`.
Fault Judge(const ScrubJob& job, SiteState& site);

// Of any other object.
NewIdentifiers MakeIdentifiers(const ScrubJob& job, const SiteState& site,
                               const BeginTools& tools, WarningSet& warnings);

}  // namespace dcmscrub
