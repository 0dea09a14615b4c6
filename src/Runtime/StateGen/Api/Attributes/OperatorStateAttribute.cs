namespace StateGen;

/// <summary>
/// Marks a partial property of type <see cref="OperatorListState{T}"/> as operator state: state that belongs to the parallel subtask and not to a key. The
/// generator writes the other part of the property.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OperatorStateAttribute : Attribute
{
    /// <inheritdoc cref="StateAttribute.Name"/>
    public string? Name { get; set; }

    /// <summary>
    /// Gets or sets which subtasks get the elements of a checkpoint. The default is <see cref="OperatorStateRedistribution.Split"/>. A state that is stored
    /// cannot change it.
    /// </summary>
    public OperatorStateRedistribution Redistribution { get; set; }

    /// <summary>
    /// Gets or sets a type that implements <see cref="IStateUpgrade{TOld, TNew}"/> to the type of the elements, once for each older type whose stored elements
    /// the rules of schema evolution do not convert.
    /// </summary>
    public Type? Upgrade { get; set; }

    /// <inheritdoc cref="StateAttribute.Copy"/>
    public bool Copy { get; set; }
}

/// <summary>Specifies which parallel subtasks get the elements of operator state when a checkpoint is restored.</summary>
public enum OperatorStateRedistribution
{
    /// <summary>
    /// Each element is restored by one subtask. With the same parallelism, each subtask gets its own list back. Otherwise, the subtasks take the
    /// elements in turn, beginning with those of the first former subtask.
    /// </summary>
    Split = 0,

    /// <summary>Every subtask gets the elements of all former subtasks, in their order, also with the same parallelism.</summary>
    Union = 1,
}
