using System.Collections.Immutable;

namespace StateGen.Schemas;

/// <summary>
/// The shape of everything that an operator keeps: what its stored bytes mean. Generated code declares one per operator and every
/// checkpoint carries it. Instances are immutable and equal when all their parts are.
/// </summary>
/// <param name="OperatorId">The stable id of the use of the operator.</param>
/// <param name="KeyType">The type expression (<see cref="TypeExpression"/>) of the key.</param>
/// <param name="States">The states in the order in which rows hold them.</param>
/// <param name="Types">The shapes of all named types that the key and the states are made of, nested ones included.</param>
public sealed record OperatorSchema(
    string OperatorId,
    string KeyType,
    ImmutableArray<StateSchema> States,
    ImmutableArray<TypeSchema> Types)
{
    /// <summary>Compares part by part.</summary>
    /// <param name="other">The other shape.</param>
    /// <returns>Whether id, key type, states and types are equal, in the same order.</returns>
    public bool Equals(OperatorSchema? other) =>
        other is not null
        && OperatorId == other.OperatorId
        && KeyType == other.KeyType
        && States.SequenceEqual(other.States)
        && Types.SequenceEqual(other.Types);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OperatorId, KeyType, States.Length, Types.Length);
}
