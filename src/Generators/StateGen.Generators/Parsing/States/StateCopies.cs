using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>States whose values are copied on the way in and out, because they can be changed in place.</summary>
internal static class StateCopies
{
    /// <summary>Whether a state is declared <c>[State(Copy = true)]</c>.</summary>
    public static bool AreWanted(IPropertySymbol property) => property.GetAttributes().First(KnownTypes.IsStateAttribute)
        .NamedArguments.Any(argument => argument is { Key: "Copy", Value.Value: true });

    /// <summary>Whether values of a type are copied: where the type can be changed, and where it is asked for and only a codec of the user knows.</summary>
    public static bool AreNeeded(IPropertySymbol property, TypeUse use) =>
        use.IsMutable || (AreWanted(property) && !BuiltInTypes.IsScalar(use.SchemaName.TrimEnd('?')));

    public static TypeUse Wrap(TypeUse use) => use with
    {
        Codec = $"global::StateGen.Serialization.CopyingCodec<{use.CSharpName}, {use.Codec}>",
        Normalization = Normalization.Changes,
        DefaultTestCodec = use.Codec,
        IsMutable = true,
    };
}
