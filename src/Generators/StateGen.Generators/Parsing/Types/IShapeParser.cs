using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Describes types of one kind that get a codec of their own. <see cref="GeneratedCodecParser"/> asks the first one that accepts a type.</summary>
internal interface IShapeParser
{
    /// <summary>Whether the type is of this kind.</summary>
    bool Accepts(INamedTypeSymbol type);

    /// <summary>Describes a type of this kind; returns null when it was refused.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isNested">Whether the codec stands inside the operator, and sees what that sees.</param>
    /// <param name="path">What the type is called in messages.</param>
    CodecShape? Parse(INamedTypeSymbol type, bool isNested, string path);
}
