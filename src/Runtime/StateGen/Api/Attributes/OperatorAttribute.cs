using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Marks a keyed operator for the generator. The class must be partial and derive from
/// <see cref="KeyedOperator{TKey, TIn, TOut}"/>.
/// </summary>
/// <param name="id">
/// The stable id under which checkpoints keep the operator's state. Renaming the class does not lose the state; changing the id does.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OperatorAttribute(string id) : Attribute
{
    /// <summary>The stable id of the operator, not empty.</summary>
    public string Id { get; } = id;

    /// <summary>
    /// The backend that the operator requires, as in <c>typeof(RocksDbBackend)</c>: a type that implements <see cref="IStateBackend"/>. A pipeline that runs the operator on another one is refused when it
    /// starts. A host, which tests use, is not held to it. Null for an operator that runs anywhere.
    /// </summary>
    public Type? Backend { get; set; }
}
