using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace StateGen.Generators.Model;

/// <summary>A problem that the generator itself reports, because the compiler's own error keeps the analyzers silent.</summary>
internal sealed record ProblemModel
{
    public required DiagnosticDescriptor Rule { get; init; }

    public required EquatableArray<string> Arguments { get; init; }

    public required string FilePath { get; init; }

    public required TextSpan Span { get; init; }

    public required LinePositionSpan Lines { get; init; }
}
