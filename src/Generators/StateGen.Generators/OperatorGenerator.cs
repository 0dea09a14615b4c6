using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Emission;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing;

namespace StateGen.Generators;

/// <summary>Writes the state accessors, serializers and backend bindings of classes marked <c>[Operator]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class OperatorGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var operators = Find(context, KnownTypes.OperatorAttribute, static node => node is TypeDeclarationSyntax, AttributedParser.ParseOperator, TrackingNames.ParsedOperators);
        var models = Models(operators, TrackingNames.Operators);
        context.RegisterSourceOutput(HintNames.Assign(models), static (output, file) => output.AddSource(file.HintName, OperatorEmitter.Emit(file.Model)));
        context.RegisterSourceOutput(SharedCodecs(models), static (output, file) => output.AddSource(file.HintName, CodecEmitter.EmitFile(file.Model)));
        Report(context, operators, TrackingNames.OperatorProblems);

        var states = Find(context, KnownTypes.StateAttribute, AttributeSyntaxFilter.MayBeStrayState, AttributedParser.ParseStrayState, TrackingNames.ParsedStrayStates);
        EmitStubs(context, states, TrackingNames.StrayStates, TrackingNames.StrayStateProblems);
        var timesToLive = Find(context, KnownTypes.TtlAttribute, AttributeSyntaxFilter.MayBeStrayTimeToLive, AttributedParser.ParseStrayTimeToLive, TrackingNames.ParsedStrayTimesToLive);
        EmitStubs(context, timesToLive, TrackingNames.StrayTimesToLive, TrackingNames.StrayTimeToLiveProblems);
    }

    private static IncrementalValuesProvider<ParseResult<TModel>> Find<TModel>(
        IncrementalGeneratorInitializationContext context, string attribute, Func<SyntaxNode, bool> isCandidate,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, ParseResult<TModel>> parse, string name)
        where TModel : class =>
        context.SyntaxProvider.ForAttributeWithMetadataName(attribute, (node, _) => isCandidate(node), parse).WithTrackingName(name);

    private static IncrementalValuesProvider<TModel> Models<TModel>(IncrementalValuesProvider<ParseResult<TModel>> results, string name)
        where TModel : class =>
        results.SelectMany(static (result, _) => result.Model is { } model ? [model] : Array.Empty<TModel>()).WithTrackingName(name);

    private static IncrementalValuesProvider<(string HintName, CodecModel Model)> SharedCodecs(IncrementalValuesProvider<OperatorModel> models) => models
        .SelectMany(static (model, _) => model.SharedCodecs).WithTrackingName(TrackingNames.SharedCodecs)
        .Collect().WithTrackingName(TrackingNames.CollectedCodecs)
        .SelectMany(static (codecs, _) => HintNames.Assign(codecs)).WithTrackingName(TrackingNames.Codecs);

    private static void EmitStubs(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ParseResult<StubFileModel>> results, string name, string problemsName)
    {
        context.RegisterSourceOutput(Models(results, name), static (output, model) => output.AddSource(HintNames.Of(model.FileName), StubEmitter.Emit(model)));
        Report(context, results, problemsName);
    }

    private static void Report<TModel>(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ParseResult<TModel>> results, string name)
        where TModel : class =>
        context.RegisterSourceOutput(results.SelectMany(static (result, _) => result.Problems).WithTrackingName(name), static (output, problem) => output.ReportDiagnostic(ProblemEmitter.ToDiagnostic(problem)));
}
