// Questions that are asked before something cannot be taken back. They do not
// block: the answer comes as a call.
#pragma once

#include <QString>
#include <QWidget>
#include <cstdint>
#include <functional>
#include <vector>

namespace dcmscrub {

struct Answer {
  QString name;  // of the button, for tests
  QString text;
  std::function<void()> then;  // may be empty
};

struct Question {
  QString name;
  QString text;    // short
  QString detail;  // the consequence
  // The last is the one that changes nothing: Return and Escape give it.
  std::vector<Answer> answers;
};

void Ask(QWidget* parent, const Question& question);

// The consequences in words.
Question AskReplace(std::uint64_t files, std::uint64_t patients,
                    std::function<void()> replace);
Question AskManyPatients(std::uint64_t patients,
                         std::function<void()> make_one_case);
Question AskLeft(std::function<void()> undo, std::function<void()> accept);
Question AskAcceptFindings(std::uint64_t findings,
                           std::function<void()> accept);
// The case waits for Accept or Undo.
Question AskClose(bool in_place, std::function<void()> undo,
                  std::function<void()> leave);
Question AskStop(std::function<void()> stop);

}  // namespace dcmscrub
