using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Types;

/// <summary>A type that is being described.</summary>
internal sealed class OpenType(INamedTypeSymbol type, string typeName, int index)
{
    public INamedTypeSymbol Type => type;

    public string TypeName => typeName;

    /// <summary>The number of types around it.</summary>
    public int Index => index;

    /// <summary>The index of the outermost type that it leads back to.</summary>
    public int Lowest { get; set; } = int.MaxValue;

    /// <summary>Whether it contains itself.</summary>
    public bool IsRecursive => Lowest <= index;
}
