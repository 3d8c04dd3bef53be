package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import java.util.List;
import java.util.Optional;

/** What reading costs in one respect, ours and a rival's: a table in Markdown. */
interface Question {

  /** The table's first two lines. */
  String head();

  List<DataSet> dataSets();

  /** The table's rows of one data set, each with its line end. */
  String rows(DataSet dataSet, Effort effort) throws Exception;

  /** The folder of jars that the rival needs in place of the project's. */
  default Optional<String> replacedJars() {
    return Optional.empty();
  }
}
