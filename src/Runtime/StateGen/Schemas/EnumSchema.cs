using System.Collections.Immutable;

namespace StateGen.Schemas;

/// <summary>The shape of an enum.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string)" path="/param[@name='Name']"/></param>
/// <param name="UnderlyingType">The scalar that it is made of, for example <c>int32</c>.</param>
/// <param name="IsFlags">Whether the enum is a set of flags.</param>
/// <param name="Members">The members in the order of their declaration.</param>
public sealed record EnumSchema(string Name, string UnderlyingType, bool IsFlags, ImmutableArray<EnumMemberSchema> Members)
    : TypeSchema(Name)
{
    /// <summary>Compares member by member.</summary>
    /// <param name="other">The other shape.</param>
    /// <returns>Whether name, underlying type, flags and members are equal.</returns>
    public bool Equals(EnumSchema? other) =>
        other is not null
        && Name == other.Name
        && UnderlyingType == other.UnderlyingType
        && IsFlags == other.IsFlags
        && Members.SequenceEqual(other.Members);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, UnderlyingType, IsFlags, Members.Length);
}
