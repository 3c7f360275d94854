// A rule file as it was read: what each line says, and where it stands. Made by
// the parser (parser.h), turned into tables by the compiler (site_program.h).
// docs/rules.md describes the language for those who write it.
//
// Line by line: a word that says what to do, what to do it to, how, and when.
// `#` begins a comment. Text stands in double quotes, with \" \\ \n \t \{ \};
// patterns and rewrites of regular expressions know \" alone. {NAME} in text is
// a parameter, in a VALUE any VALUE.
//
//   dcmscrub 1                               the language version; first line,
//                                            not asked of included files
//   profile  basic | none
//   option   NAME [except SELECTORS]
//   param    NAME ["default"]                given with --param NAME=VALUE
//   include  "FILE"                          as if its lines stood here; each
//                                            file once
//   include  NAME                            rules that are built in
//   safe-private "FILE.tsv"                  more rows for retain-safe-private
//   safe-private tcia                        those of a list that is built in
//   vocabulary   "FILE"                      more words for clean-descriptors
//   trust    private-characteristics         believe (0008,0300)
//   encrypt  "CERT.pem"                      keep originals for its key
//   date-shift-range 30..3650                days into the past
//   dates by PatientID | StudyInstanceUID | "TEXT"
//                                            what has one number of days;
//                                            without: PatientID and its issuer
//   day-zero 20000101                        what the first day of a case
//                                            becomes; for `teach`
//   uid-root 1.2.3
//   residue  off                             the search of outputs for what
//                                            was taken out: docs/residue.md
//   residue  shortest 2..8                   letters of a name's word by itself
//   residue  ignore "WORD", ...              never count by themselves
//   residue  search "TEXT", ...              more to search for, in all objects
//   residue  allow  SELECTORS                where a hit may stay: attributes
//                                            of PS3.6, wherever they stand
//
//   keep | remove | empty | dummy | uid | shift | clean | cap-age
//            SELECTORS [where CONDITION]
//   truncate-date SELECTORS to year | month [where …]
//   replace  SELECTORS with VALUE [where …]  where they stand
//   append   SELECTORS with VALUE [where …]  behind what stands there
//   set      SELECTOR = VALUE [where …]      added at the top level if missing
//                                            and no earlier line decides
//   label    SELECTOR = "text"               as set, but left out where the
//                                            text comes to nothing: what a
//                                            user says of a case
//   skip | quarantine where CONDITION
//   tag      "LABEL" where CONDITION
//
// SELECTORS are separated by commas:
//   PatientName  (0010,0010)  (0018,xxxx)  0010xxxx    wherever they stand
//   Patient*  *Date                                    keyword glob, * and ?
//   /PatientName                                       at the top level alone
//   A/B  A[2]/B  A//B  //B                             paths; items from 1
//   group 0019
//   vr DA, DT                                          a VR (or several)
//   S vr LO                                            narrows the one before
//   (0029,"SIEMENS CSA HEADER",10)  (0029,"CREATOR",xx)  (xxxx,"CREATOR",xx)
//   private  unknown  all                  unknown: even groups, not in PS3.6
//   all except SELECTORS                   to the end of the list
// Private attributes are reached by `private`, `all`, their creator, and their
// whole group (group 0019, (0019,xxxx)); unknown ones by `unknown` and `all`;
// by nothing else, so that `shift vr DA` cannot bring back what the profile
// removes. No statement reaches what the program writes itself: groups 0000 and
// 0002, SOP Class UID, (0012,0062), (0012,0063), (0012,0064), (0028,0303); nor
// SOP Instance UID but by `keep` and `uid` (AcceptsStatement).
//
// VALUE: "text with {StudyID} and {hash(StudyID, 8)}", or one of
//   a NAME of an attribute (its original value) or of a parameter
//   this                                   the original value of the element
//   pseudonym "P-"  [of ATTRIBUTE]         default: of this
//   lookup "table.csv" ATTRIBUTE [column "NAME"] [else quarantine | remove |
//                                 empty | keep | dummy | "text"]
//                                          defaults: the second, quarantine
//   age [else empty | quarantine]          of the patient; default: empty
//   copy ATTRIBUTE                          the same as its name
//   hash(V, N)  uid(V)  pseudonym(V, "P-")  regex(V, "pattern", "rewrite")
//   upper(V)  lower(V)  trim(V)  substring(V, from, count)   characters from 1
//   V + V                                    end to end
// An age is an AS from Patient's Birth Date to the first of Study, Series,
// Acquisition and Content Date that is a date, at most 090Y under the basic
// profile (AppendAge tells the rest). Where it cannot be told the default is
// `empty`: a missing date is a gap that files have, and no mistake in a list of
// the site's own, as a value is that a table lacks. A parameter called `age`
// comes before it.
//
// CONDITION: C and C, C or C, not C, (C); `and` binds closer than `or`.
//   ATTRIBUTE = "x"   !=   contains   starts   ends   ~ "RE2"    (~: anywhere
//                                            in the value, as
//                                            RE2::PartialMatch)
//   ATTRIBUTE < 5   <=   >   >=              numbers; ages (AS) in years
//   ATTRIBUTE before "20240101"   after      dates
//   ATTRIBUTE present   ATTRIBUTE empty
//   PixelData private                        what it shows stands in private
//                                            attributes alone
//   ATTRIBUTE in "table.csv"                 in its first column
// On the original object. Of several values one has to fulfil it; `!=` wants
// all to differ. An ATTRIBUTE is a keyword, a tag, a private one by its
// creator, or a path A/B, A[2]/B (without number: its first item); a bare name
// is that of the top level. A parameter may stand for text.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "kernels/identity/date_ops.h"
#include "rules/standard/action.h"

namespace dcmscrub {

// Where something stands. Lines and columns from 1, columns in characters.
struct SourceSpan {
  std::uint16_t file = 0;  // in RuleFile::files
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;
};

// One name of a selector, condition or value: which attributes it means.
struct AttributePattern {
  enum class Kind : std::uint8_t {
    // `tag` under `mask`: attributes of PS3.6. Overlays and curves: the
    // canonical tag, under a mask that leaves their number open. Or a whole
    // private group: mask FFFF0000, odd.
    kTag,
    kGlob,     // `text` over keywords, at least one of which matches
    kCreator,  // private, creator `text`; in `tag` the group and, as element,
               // the low byte alone; in `mask` FFFF0000 and 000000FF, or 0 for
               // each of the two that is xx
    kKnown,    // every attribute of PS3.6; of `vr DA` without more
    kPrivate,
    kUnknown,
    kAll,  // every one, private and unknown ones included
  };
  Kind kind = Kind::kTag;
  Tag tag;
  std::uint32_t mask = 0xFFFFFFFF;
  std::string text;
};

struct SelectorStep {
  AttributePattern sequence;  // kTag, or kKnown: any sequence (written *)
  std::optional<std::uint32_t> item;  // from 1
  bool gap_before = false;            // `//` precedes
};

struct Selector {
  SourceSpan span;
  // Sequences around it. Empty and not `gap_before`: the top level alone.
  std::vector<SelectorStep> steps;
  bool gap_before = true;  // before the attribute itself; a bare name has it
  AttributePattern attribute;
  std::vector<Vr> vrs;           // any of them; empty: whatever its VR
  std::vector<Selector> except;  // of `all except`
};

// An attribute whose value is read.
struct AttributeReference {
  SourceSpan span;
  struct Step {
    AttributePattern sequence;  // kTag or kCreator
    std::uint32_t item = 1;
  };
  std::vector<Step> steps;
  AttributePattern attribute;  // kTag or kCreator, one tag
};

struct Value {
  enum class Kind : std::uint8_t {
    kText,
    kAttribute,
    kThis,
    kConcat,     // arguments, end to end
    kPseudonym,  // arguments[0], prefix `text`
    kHash,       // arguments[0], `number` characters
    kUid,        // arguments[0]
    kRegex,      // arguments[0], pattern `text`, rewrite `rewrite`
    kUpper,
    kLower,
    kTrim,
    kSubstring,  // arguments[0], from `number` (1), `count`
    kLookup,     // key arguments[0], table `text`, its column `column`
    kAge,        // of the patient; `miss` is kEmpty or kQuarantine
    kLast = kAge,
  };
  enum class Miss : std::uint8_t {
    kQuarantine,
    kRemove,
    kEmpty,
    kKeep,
    kDummy,
    kText,  // `rewrite`
  };
  Kind kind = Kind::kText;
  SourceSpan span;
  std::string text;
  std::string column;     // empty: the second
  std::string parameter;  // the one parameter that is all of a text
  std::string rewrite;
  AttributeReference attribute;
  std::int64_t number = 0;
  std::int64_t count = 0;
  Miss miss = Miss::kQuarantine;
  std::vector<Value> arguments;
};

struct Condition {
  enum class Kind : std::uint8_t {
    kAnd,
    kOr,
    kNot,
    kEqual,
    kNotEqual,
    kContains,
    kStarts,
    kEnds,
    kMatches,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kBefore,
    kAfter,
    kPresent,
    kEmpty,
    kPrivate,
    kInTable,
  };
  Kind kind = Kind::kAnd;
  SourceSpan span;
  std::vector<Condition> parts;  // of and, or, not
  AttributeReference attribute;
  std::string text;   // operand: text, pattern, date, or path of a table
  double number = 0;  // of < <= > >=
};

struct Statement {
  enum class Verb : std::uint8_t {
    kKeep,
    kRemove,
    kEmpty,
    kDummy,
    kUid,
    kShift,
    kClean,
    kCapAge,
    kTruncateDate,
    kReplace,
    kAppend,
    kSet,
    kLabel,
    kSkip,
    kQuarantine,
    kTag,
    kLast = kTag,
  };
  Verb verb = Verb::kKeep;
  SourceSpan span;          // of the verb
  std::string source_line;  // as written, without comment, for explain
  std::vector<Selector> selectors;
  std::optional<Value> value;
  DatePrecision precision = DatePrecision::kYear;
  std::string label;
  std::optional<Condition> where;
};

struct OptionUse {
  SourceSpan span;
  Option option = Option::kRetainUids;
  std::vector<Selector> except;
};

struct FileUse {
  SourceSpan span;
  std::string path;       // as seen from where the program runs
  bool built_in = false;  // no file: kTciaList
};

// What `safe-private` knows by name.
inline constexpr std::string_view kTciaList = "tcia";

// A `residue` line.
struct ResidueUse {
  enum class Kind : std::uint8_t { kOff, kShortest, kIgnore, kSearch, kAllow };
  struct Text {
    SourceSpan span;
    std::string text;
  };
  Kind kind = Kind::kOff;
  SourceSpan span;  // of the word behind `residue`
  std::uint8_t shortest = 0;
  std::vector<Text> texts;          // of ignore (a word each) and search
  std::vector<Selector> selectors;  // of allow; without paths
};

struct RuleFile {
  std::vector<std::string> files;  // names, the first one is the root
  std::string profile = "basic";
  std::vector<OptionUse> options;
  std::map<std::string, std::string> params;  // with their values
  std::vector<Statement> statements;          // in order, includes spliced in
  std::vector<FileUse> safe_private;
  std::vector<FileUse> vocabulary;
  std::vector<FileUse> encrypt;
  bool trusts_private_characteristics = false;
  DateShiftRange date_shift;
  SourceSpan date_shift_span;  // line 0: not said
  DatesBy dates_by = DatesBy::kPatient;
  std::string dates_constant;
  std::optional<SourceSpan> dates_by_span;
  std::optional<std::int64_t> day_zero;  // in days since 1970-01-01
  SourceSpan day_zero_span;
  std::string uid_root;
  std::vector<ResidueUse> residue;  // at most one kShortest
};

}  // namespace dcmscrub
