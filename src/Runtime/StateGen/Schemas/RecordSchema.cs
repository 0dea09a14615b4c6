using System.Collections.Immutable;

namespace StateGen.Schemas;

/// <summary>The shape of a class, struct or record: its members in the order in which they are written.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string)" path="/param[@name='Name']"/></param>
/// <param name="Members">The members in the order in which they are written.</param>
public sealed record RecordSchema(string Name, ImmutableArray<MemberSchema> Members) : TypeSchema(Name)
{
    /// <summary>Compares member by member.</summary>
    /// <param name="other">The other shape.</param>
    /// <returns>Whether name and members are equal.</returns>
    public bool Equals(RecordSchema? other) => other is not null && Name == other.Name && Members.SequenceEqual(other.Members);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Members.Length);
}
