package io.flinkarrow.sink;

import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.refusal.SkippedInput;
import io.flinkarrow.sink.registry.SinkMetrics;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets those elements through that a sink's files take, and sends the others to a side output, each
 * with the reason:
 *
 * <pre>{@code
 * var filter = RefusedElementFilter.of(sink, batches.getType());
 * var taken = batches.process(filter);
 * taken.sinkTo(sink);
 * taken.getSideOutput(filter.refused()).sinkTo(deadLetters);
 * }</pre>
 *
 * <p>An element is looked at as a whole: a batch with one row that has no place in a file is
 * refused with all its rows. Keeps no state. The counter {@code refusedElements} in the metric
 * group {@code arrowParquet} tells how many there were; the log tells of the first, the second, the
 * fourth and so on.
 *
 * @param <T> the stream's elements
 */
public final class RefusedElementFilter<T> extends ProcessFunction<T, T>
    implements ResultTypeQueryable<T> {

  private static final long serialVersionUID = 1L;

  private final ElementCheck<T> check;
  private final TypeInformation<T> type;
  private final OutputTag<Tuple2<T, String>> refused;
  private final SkippedInput skipped = new SkippedInput("element");

  private transient Consumer<T> opened;
  private transient Counter count;

  private RefusedElementFilter(ElementCheck<T> check, TypeInformation<T> type) {
    this.check = check;
    this.type = type;
    this.refused = new OutputTag<>("refused-elements", Types.TUPLE(type, Types.STRING));
  }

  /**
   * Lets through what a sink's files take.
   *
   * @param type of the stream's elements
   */
  public static <T> RefusedElementFilter<T> of(ArrowParquetSink<T> sink, TypeInformation<T> type) {
    PartFileSink<T> files = (PartFileSink<T>) Objects.requireNonNull(sink, "sink");
    return new RefusedElementFilter<>(files.check(), Objects.requireNonNull(type, "type"));
  }

  /** The side output of refused elements: the element and the reason, which holds no value. */
  public OutputTag<Tuple2<T, String>> refused() {
    return refused;
  }

  @Override
  public void open(OpenContext context) {
    opened = check.open();
    count =
        getRuntimeContext().getMetricGroup().addGroup(SinkMetrics.GROUP).counter("refusedElements");
  }

  @Override
  public void processElement(T element, Context context, Collector<T> out) {
    try {
      opened.accept(element);
    } catch (RefusedInputException e) {
      count.inc();
      skipped.log(e);
      context.output(refused, Tuple2.of(element, e.getMessage()));
      return;
    }
    out.collect(element);
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return type;
  }
}
