using Microsoft.CodeAnalysis.CSharp;

namespace StateGen.Generators.Emission;

/// <summary>Writes text as a C# string literal.</summary>
internal static class Literal
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
