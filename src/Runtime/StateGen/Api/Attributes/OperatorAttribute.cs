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
    /// <summary>Gets the stable id of the operator; not empty.</summary>
    public string Id { get; } = id;

    /// <summary>
    /// Gets or sets the backend that the operator requires, as in <c>typeof(RocksDbBackend)</c>: a type that implements <see cref="IStateBackend"/>.
    /// Null for an operator that runs on any backend. A pipeline that uses a different backend is rejected when it starts. <see cref="OperatorHost"/>
    /// does not enforce this, so tests can use any backend.
    /// </summary>
    public Type? Backend { get; set; }
}
