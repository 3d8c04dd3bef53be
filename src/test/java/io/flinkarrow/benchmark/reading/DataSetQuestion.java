package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import java.util.List;

/** One whose subjects are data sets. */
interface DataSetQuestion extends Question {

  /** All shapes that are generated. */
  List<DataSet> GENERATED =
      List.of(
          DataSet.TAXI,
          DataSet.EVENTS,
          DataSet.NESTED,
          DataSet.DECIMAL,
          DataSet.WIDE,
          DataSet.METRICS);

  List<DataSet> dataSets();

  String rows(DataSet dataSet, Effort effort) throws Exception;

  @Override
  default List<String> subjects() {
    return dataSets().stream().map(DataSet::name).toList();
  }

  @Override
  default String rows(String subject, Effort effort) throws Exception {
    return rows(DataSet.valueOf(subject), effort);
  }
}
