using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Finds the codec for types of one kind. <see cref="TypeUseParser"/> asks the first parser in its order that accepts a type.</summary>
internal interface ITypeParser
{
    /// <summary>Whether the type is of this kind.</summary>
    bool Accepts(ITypeSymbol type);

    /// <summary>Parses a type of this kind, null aside; returns null when it was refused.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">What the type is called in messages.</param>
    TypeUse? Parse(ITypeSymbol type, string path);
}
