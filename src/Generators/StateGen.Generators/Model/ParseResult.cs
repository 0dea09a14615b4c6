using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace StateGen.Generators.Model;

/// <summary>The result of parsing one attributed declaration.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
internal sealed record ParseResult<TModel>
    where TModel : class
{
    /// <summary>Gets the model; null if nothing is emitted.</summary>
    public required TModel? Model { get; init; }

    /// <summary>Gets the problems that the generator itself has to report.</summary>
    public required EquatableArray<ProblemModel> Problems { get; init; }
}

/// <summary>A problem that the generator itself reports, because the compiler's own error keeps the analyzers silent.</summary>
internal sealed record ProblemModel
{
    public required DiagnosticDescriptor Rule { get; init; }

    public required EquatableArray<string> Arguments { get; init; }

    public required string FilePath { get; init; }

    public required TextSpan Span { get; init; }

    public required LinePositionSpan Lines { get; init; }
}

/// <summary>The types for which one or more <c>[GenerateCodec]</c> attributes request codecs.</summary>
internal sealed record CodecRequestModel
{
    /// <summary>Gets the codecs of every named type that occurs in the requested types.</summary>
    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>Gets the registrations of the requested types.</summary>
    public required EquatableArray<CodecRegistrationModel> Registrations { get; init; }
}
