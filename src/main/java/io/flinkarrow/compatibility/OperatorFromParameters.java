package io.flinkarrow.compatibility;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * An operator that is made of its parameters. Flink 1.20 lacks the constructor for that, and asks
 * factories to prepare their operators instead.
 */
public abstract class OperatorFromParameters<T> extends AbstractStreamOperator<T> {

  private static final long serialVersionUID = 1L;

  /** As Flink 2's own constructor does it. */
  protected OperatorFromParameters(StreamOperatorParameters<T> parameters) {
    setup(parameters.getContainingTask(), parameters.getStreamConfig(), parameters.getOutput());
    setProcessingTimeService(parameters.getProcessingTimeService());
  }
}
