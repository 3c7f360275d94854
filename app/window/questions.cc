#include "app/window/questions.h"

#include <QMessageBox>
#include <QPushButton>
#include <utility>

#include "app/window/look.h"
#include "app/window/text.h"

namespace dcmscrub {

void Ask(QWidget* parent, const Question& question) {
  auto* box = new QMessageBox(parent);
  box->setObjectName(question.name);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setIconPixmap(
      MoodPicture(Mood::kMixed, 2 * parent->fontMetrics().height(),
                  parent->devicePixelRatioF(), parent->palette()));
  box->setStyleSheet(
      QStringLiteral("#qt_msgbox_label { font-weight: bold; }"
                     "#qt_msgbox_informativelabel { min-width: %1px; }")
          .arg(Letters(parent, 60)));
  box->setWindowTitle(QStringLiteral("Teaching file"));
  box->setTextFormat(Qt::PlainText);
  box->setTextInteractionFlags(Qt::TextSelectableByMouse |
                               Qt::TextSelectableByKeyboard);
  box->setText(question.text);
  box->setInformativeText(question.detail);
  for (const Answer& answer : question.answers) {
    const bool last = &answer == &question.answers.back();
    QPushButton* button = box->addButton(
        answer.text, last ? QMessageBox::RejectRole : QMessageBox::AcceptRole);
    button->setObjectName(answer.name);
    if (last) {
      box->setDefaultButton(button);
      box->setEscapeButton(button);
    }
    // Queued: what follows may ask again, or close the window.
    if (answer.then) {
      QObject::connect(button, &QPushButton::clicked, parent, answer.then,
                       Qt::QueuedConnection);
    }
  }
  box->open();
}

Question AskReplace(std::uint64_t files, std::uint64_t patients,
                    std::function<void()> replace) {
  const QString what = QStringLiteral("%1 of %2")
                           .arg(Counted(files, QStringLiteral("file")),
                                Counted(patients, QStringLiteral("patient")));
  return {QStringLiteral("confirmReplace"),
          QStringLiteral("Replace the originals?"),
          QStringLiteral("%1 will be overwritten with anonymised data.\n\n"
                         "The originals are kept aside until you accept the "
                         "result. After that they are gone.")
              .arg(what),
          {{QStringLiteral("yes"),
            QStringLiteral("&Replace %1")
                .arg(Counted(files, QStringLiteral("file"))),
            std::move(replace)},
           {QStringLiteral("no"), QStringLiteral("&Cancel"), {}}}};
}

Question AskManyPatients(std::uint64_t patients,
                         std::function<void()> make_one_case) {
  return {
      QStringLiteral("confirmPatients"),
      QStringLiteral("This is data of %1. Make one case of it?")
          .arg(Counted(patients, QStringLiteral("patient"))),
      QStringLiteral("All of it gets one case number and one set of labels. "
                     "Who looks at the case will take it for one person, "
                     "and nobody can tell the patients apart again.\n\n"
                     "Usually this means that something was dropped by "
                     "mistake."),
      {{QStringLiteral("yes"), QStringLiteral("Make &one case"),
        std::move(make_one_case)},
       {QStringLiteral("no"), QStringLiteral("&No"), {}}}};
}

Question AskLeft(std::function<void()> undo, std::function<void()> accept) {
  return {
      QStringLiteral("confirmLeft"),
      QStringLiteral("This case was replaced before, and the result was "
                     "never accepted."),
      QStringLiteral("Its originals are still kept aside. Undo brings them "
                     "back; Accept removes them for good."),
      {{QStringLiteral("undo"), QStringLiteral("&Undo"), std::move(undo)},
       {QStringLiteral("accept"), QStringLiteral("&Accept"), std::move(accept)},
       {QStringLiteral("no"), QStringLiteral("&Cancel"), {}}}};
}

Question AskAcceptFindings(std::uint64_t findings,
                           std::function<void()> accept) {
  return {QStringLiteral("confirmFindings"),
          QStringLiteral("The check found something. Accept it all the same?"),
          QStringLiteral("%1 not clear yet: the result may hold what points to "
                         "the patient. Look at them first, or undo.")
              .arg(Counted(findings, QStringLiteral("finding")) +
                   (findings == 1 ? QStringLiteral(" is")
                                  : QStringLiteral(" are"))),
          {{QStringLiteral("yes"), QStringLiteral("&Accept all the same"),
            std::move(accept)},
           {QStringLiteral("no"), QStringLiteral("&Look again"), {}}}};
}

Question AskClose(bool in_place, std::function<void()> undo,
                  std::function<void()> leave) {
  return {QStringLiteral("confirmClose"),
          QStringLiteral("The case waits for you to accept it or to undo it."),
          in_place
              ? QStringLiteral("Undo brings the originals back. If you leave "
                               "it, they stay kept aside: drop the case here "
                               "again to accept or to undo.")
              : QStringLiteral("Undo removes what was made. If you leave it, "
                               "it stays where it is."),
          {{QStringLiteral("undo"), QStringLiteral("&Undo and close"),
            std::move(undo)},
           {QStringLiteral("leave"), QStringLiteral("&Leave it and close"),
            std::move(leave)},
           {QStringLiteral("no"), QStringLiteral("&Stay"), {}}}};
}

Question AskStop(std::function<void()> stop) {
  return {QStringLiteral("confirmStop"),
          QStringLiteral("The case is not finished. Stop and close?"),
          QStringLiteral("All files will be as they were before."),
          {{QStringLiteral("yes"), QStringLiteral("&Stop and close"),
            std::move(stop)},
           {QStringLiteral("no"), QStringLiteral("&Go on"), {}}}};
}

}  // namespace dcmscrub
