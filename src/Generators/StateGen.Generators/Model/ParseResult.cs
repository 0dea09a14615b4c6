using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace StateGen.Generators.Model;

/// <summary>What became of one attributed declaration.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
internal sealed record ParseResult<TModel>
    where TModel : class
{
    /// <summary>Null when nothing is to be emitted.</summary>
    public required TModel? Model { get; init; }

    /// <summary>What the generator has to report itself.</summary>
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

/// <summary>The types of one or several <c>[GenerateCodec]</c>.</summary>
internal sealed record CodecRequestModel
{
    /// <summary>The codecs of every named type in them.</summary>
    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>The types themselves.</summary>
    public required EquatableArray<CodecRegistrationModel> Registrations { get; init; }
}
