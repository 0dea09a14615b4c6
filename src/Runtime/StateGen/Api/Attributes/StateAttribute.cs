namespace StateGen;

/// <summary>
/// Marks a partial property of an <see cref="OperatorAttribute">operator</see> as keyed state. The generator writes the other part of the property.
/// A property with <c>get</c> and <c>set</c> is a value state. Properties of type <see cref="MapState{TMapKey, TValue}"/>,
/// <see cref="SortedMapState{TMapKey, TValue}"/>, <see cref="ListState{T}"/>, <see cref="ReducingState{T, TReducer}"/> and
/// <see cref="AggregatingState{TIn, TAccumulator, TOut, TAggregator}"/> have only <c>get</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StateAttribute : Attribute
{
    /// <summary>Gets or sets the stable name in checkpoints, unique within the operator. The default is the name of the property.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Gets or sets a type that implements <see cref="IStateUpgrade{TOld, TNew}"/> to the type of the state's value, map values, list elements or accumulator,
    /// once for each older type whose stored values the rules of schema evolution do not convert.
    /// </summary>
    public Type? Upgrade { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether types that can be changed in place are allowed: arrays, <see cref="List{T}"/>, classes with setters.
    /// Assigned and returned values are then copied through the serialized form, so that only an assignment changes the state. Each access costs at
    /// least one serialization.
    /// </summary>
    public bool Copy { get; set; }
}
