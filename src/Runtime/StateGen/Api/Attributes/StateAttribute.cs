namespace StateGen;

/// <summary>
/// Marks a partial property of an <see cref="OperatorAttribute">operator</see> as keyed state. The generator writes its other half.
/// A property with <c>get</c> and <c>set</c> is a value state; <see cref="MapState{TMapKey, TValue}"/> and
/// <see cref="ListState{T}"/> are collections and have <c>get</c> alone.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StateAttribute : Attribute
{
    /// <summary>The stable name in checkpoints. The property's name unless set; unique within the operator.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// A type with an <see cref="IStateUpgrade{TOld, TNew}"/> to the type of the state's value, map values or list elements, for each older type whose stored values
    /// the rules of schema evolution refuse to convert.
    /// </summary>
    public Type? Upgrade { get; set; }

    /// <summary>
    /// Whether types that can be changed in place are admitted: arrays, <see cref="List{T}"/>, classes with setters. What is assigned and what is read are then
    /// copies through the serialized form, so that only assigning changes the state. Costs a serialization and more per access.
    /// </summary>
    public bool Copy { get; set; }
}
