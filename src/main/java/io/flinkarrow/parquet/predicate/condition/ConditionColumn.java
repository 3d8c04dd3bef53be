package io.flinkarrow.parquet.predicate.condition;

import io.flinkarrow.parquet.predicate.values.ValueDomain;
import java.util.Optional;

/**
 * A column that conditions are on.
 *
 * @param column what stands for it
 * @param domain empty if its values are not compared; then it may still be asked whether it is null
 * @param type for messages
 */
public record ConditionColumn<C>(C column, Optional<ValueDomain<?>> domain, String type) {}
