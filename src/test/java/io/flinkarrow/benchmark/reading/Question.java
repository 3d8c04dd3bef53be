package io.flinkarrow.benchmark.reading;

import java.util.List;
import java.util.Optional;

/** What reading costs in one respect, ours and a rival's: a table in Markdown. */
interface Question {

  /** The table's first two lines. */
  String head();

  /** What is asked about, one word each; a process is asked about one of them. */
  List<String> subjects();

  /** The table's rows of one subject, each with its line end. */
  String rows(String subject, Effort effort) throws Exception;

  /** The folder of jars that the rival needs in place of the project's. */
  default Optional<String> replacedJars() {
    return Optional.empty();
  }
}
