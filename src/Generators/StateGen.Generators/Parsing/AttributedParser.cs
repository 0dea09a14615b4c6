using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing;

/// <summary>Parses declarations as the driver finds them by their attributes.</summary>
internal static class AttributedParser
{
    public static ParseResult<OperatorModel> ParseOperator(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var reporter = new SilentReporter(cancellationToken);
        var model = IsFirst(context, KnownTypes.IsOperatorAttribute) && context.TargetSymbol is INamedTypeSymbol type
            ? new OperatorParser(context.SemanticModel.Compilation, reporter, cancellationToken).Parse(type)
            : null;
        return new() { Model = model, Problems = reporter.Problems };
    }

    public static ParseResult<StubFileModel> ParseStrayState(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        ParseStray(context, IsFirst(context, KnownTypes.IsStateAttribute), cancellationToken);

    // A property with [State], too, has been dealt with for that.
    public static ParseResult<StubFileModel> ParseStrayTimeToLive(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        ParseStray(context, !KnownTypes.IsState(context.TargetSymbol) && IsFirst(context, KnownTypes.IsTtlAttribute), cancellationToken);

    public static CodecRequestModel ParseCodecRequest(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        new CodecRequestParser(context.SemanticModel.Compilation, cancellationToken).Parse(context.TargetSymbol, context.Attributes);

    private static ParseResult<StubFileModel> ParseStray(GeneratorAttributeSyntaxContext context, bool isWanted, CancellationToken cancellationToken)
    {
        var reporter = new SilentReporter(cancellationToken);
        var model = isWanted && context.TargetSymbol is IPropertySymbol property ? new StrayStateParser(reporter, cancellationToken).Parse(property) : null;
        return new() { Model = model, Problems = reporter.Problems };
    }

    // Several partial declarations with the attribute are an error of the compiler (CS0579), and arrive one by one: the first stands for all.
    private static bool IsFirst(GeneratorAttributeSyntaxContext context, Func<AttributeData, bool> isAttribute) =>
        context.TargetSymbol.GetAttributes().First(isAttribute).ApplicationSyntaxReference is { } first
        && first.SyntaxTree == context.TargetNode.SyntaxTree
        && context.TargetNode.FullSpan.Contains(first.Span);
}
