using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Emission;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators;

/// <summary>Generates the state accessors, codecs and backend bindings of classes marked with <c>[Operator]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class OperatorGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var operators = Find(
            context, KnownTypes.OperatorAttribute, static node => node is TypeDeclarationSyntax, AttributedParser.ParseOperator, TrackingNames.ParsedOperators);
        var models = Models(operators, TrackingNames.Operators);
        var named = models.Collect().WithTrackingName(TrackingNames.CollectedOperators)
            .SelectMany(static (all, _) => HintNames.Assign(all)).WithTrackingName(TrackingNames.NamedOperators);
        context.RegisterSourceOutput(named, static (output, file) => output.AddSource(file.HintName, OperatorEmitter.Emit(file.Model)));
        EmitCodecs(context, models);
        Report(context, operators, TrackingNames.OperatorProblems);

        var states = Find(
            context, KnownTypes.StateAttribute, AttributeSyntaxFilter.MayBeStrayState, AttributedParser.ParseStrayState, TrackingNames.ParsedStrayStates);
        EmitStubs(context, Models(states, TrackingNames.StrayStates), TrackingNames.CollectedStrayStates, TrackingNames.DistinctStrayStates);
        Report(context, states, TrackingNames.StrayStateProblems);
        var operatorStates = Find(
            context, KnownTypes.OperatorStateAttribute, AttributeSyntaxFilter.MayBeStrayState,
            AttributedParser.ParseStrayOperatorState, TrackingNames.ParsedStrayOperatorStates);
        EmitStubs(
            context, Models(operatorStates, TrackingNames.StrayOperatorStates), TrackingNames.CollectedStrayOperatorStates,
            TrackingNames.DistinctStrayOperatorStates);
        Report(context, operatorStates, TrackingNames.StrayOperatorStateProblems);
        var timesToLive = Find(
            context, KnownTypes.TtlAttribute, AttributeSyntaxFilter.MayBeStrayTimeToLive,
            AttributedParser.ParseStrayTimeToLive, TrackingNames.ParsedStrayTimesToLive);
        EmitStubs(
            context, Models(timesToLive, TrackingNames.StrayTimesToLive), TrackingNames.CollectedStrayTimesToLive, TrackingNames.DistinctStrayTimesToLive);
        Report(context, timesToLive, TrackingNames.StrayTimeToLiveProblems);
    }

    private static IncrementalValuesProvider<ParseResult<TModel>> Find<TModel>(
        IncrementalGeneratorInitializationContext context, string attribute, Func<SyntaxNode, bool> isCandidate,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, ParseResult<TModel>> parse, string name)
        where TModel : class =>
        context.SyntaxProvider.ForAttributeWithMetadataName(attribute, (node, _) => isCandidate(node), parse).WithTrackingName(name);

    private static IncrementalValuesProvider<TModel> Models<TModel>(IncrementalValuesProvider<ParseResult<TModel>> results, string name)
        where TModel : class =>
        results.SelectMany(static (result, _) => result.Model is { } model ? [model] : Array.Empty<TModel>()).WithTrackingName(name);

    private static void EmitCodecs(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<OperatorModel> models)
    {
        var requests = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownTypes.GenerateCodecAttribute, static (_, _) => true, AttributedParser.ParseCodecRequest)
            .WithTrackingName(TrackingNames.ParsedCodecRequests)
            .Collect().WithTrackingName(TrackingNames.CollectedCodecRequests);
        var all = models.SelectMany(static (model, _) => model.SharedCodecs).WithTrackingName(TrackingNames.SharedCodecs)
            .Collect().WithTrackingName(TrackingNames.CollectedCodecs)
            .Combine(requests).WithTrackingName(TrackingNames.AllCodecs);
        var files = all
            .SelectMany(static (pair, _) => HintNames.Assign([.. CodecsOf(pair.Left, pair.Right).Where(codec => codec.IsEmitted)]))
            .WithTrackingName(TrackingNames.Codecs);
        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, CodecEmitter.EmitFile(file.Model)));
        var registrations = all.SelectMany(static (pair, _) => RegistrationsOf(pair.Left, pair.Right)).WithTrackingName(TrackingNames.Registrations);
        context.RegisterSourceOutput(
            registrations, static (output, file) => output.AddSource(HintNames.Of(CodecRegistrationEmitter.FileName), CodecRegistrationEmitter.Emit(file)));
    }

    private static IEnumerable<CodecModel> CodecsOf(ImmutableArray<CodecModel> shared, ImmutableArray<CodecRequestModel> requests) =>
        shared.Concat(requests.SelectMany(request => request.Codecs));

    private static CodecRegistrationFileModel[] RegistrationsOf(ImmutableArray<CodecModel> shared, ImmutableArray<CodecRequestModel> requests) =>
        CodecRegistrationFileModel.Of(CodecsOf(shared, requests), requests.SelectMany(request => request.Registrations)) is { } file ? [file] : [];

    private static void EmitStubs(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<StubFileModel> stubs, string collectedName, string name)
    {
        var files = stubs.Collect().WithTrackingName(collectedName).SelectMany(static (all, _) => HintNames.Assign(all)).WithTrackingName(name);
        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, StubEmitter.Emit(file.Model)));
    }

    private static void Report<TModel>(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ParseResult<TModel>> results, string name)
        where TModel : class =>
        context.RegisterSourceOutput(
            results.SelectMany(static (result, _) => result.Problems).WithTrackingName(name),
            static (output, problem) => output.ReportDiagnostic(ProblemEmitter.ToDiagnostic(problem)));
}

/// <summary>The names of the generator's steps, which tests use to see which results were cached.</summary>
internal static class TrackingNames
{
    public const string ParsedOperators = nameof(ParsedOperators);
    public const string Operators = nameof(Operators);
    public const string CollectedOperators = nameof(CollectedOperators);
    public const string NamedOperators = nameof(NamedOperators);
    public const string OperatorProblems = nameof(OperatorProblems);
    public const string SharedCodecs = nameof(SharedCodecs);
    public const string CollectedCodecs = nameof(CollectedCodecs);
    public const string ParsedCodecRequests = nameof(ParsedCodecRequests);
    public const string CollectedCodecRequests = nameof(CollectedCodecRequests);
    public const string AllCodecs = nameof(AllCodecs);
    public const string Codecs = nameof(Codecs);
    public const string Registrations = nameof(Registrations);
    public const string ParsedStrayStates = nameof(ParsedStrayStates);
    public const string StrayStates = nameof(StrayStates);
    public const string CollectedStrayStates = nameof(CollectedStrayStates);
    public const string DistinctStrayStates = nameof(DistinctStrayStates);
    public const string StrayStateProblems = nameof(StrayStateProblems);
    public const string ParsedStrayOperatorStates = nameof(ParsedStrayOperatorStates);
    public const string StrayOperatorStates = nameof(StrayOperatorStates);
    public const string CollectedStrayOperatorStates = nameof(CollectedStrayOperatorStates);
    public const string DistinctStrayOperatorStates = nameof(DistinctStrayOperatorStates);
    public const string StrayOperatorStateProblems = nameof(StrayOperatorStateProblems);
    public const string ParsedStrayTimesToLive = nameof(ParsedStrayTimesToLive);
    public const string StrayTimesToLive = nameof(StrayTimesToLive);
    public const string CollectedStrayTimesToLive = nameof(CollectedStrayTimesToLive);
    public const string DistinctStrayTimesToLive = nameof(DistinctStrayTimesToLive);
    public const string StrayTimeToLiveProblems = nameof(StrayTimeToLiveProblems);

    /// <summary>The steps that read symbols. If their results are equal, every other step must be cached.</summary>
    public static readonly string[] ParseSteps = [ParsedOperators, ParsedCodecRequests, ParsedStrayStates, ParsedStrayOperatorStates, ParsedStrayTimesToLive];
}

/// <summary>Converts a problem of the model to a diagnostic.</summary>
internal static class ProblemEmitter
{
    public static Diagnostic ToDiagnostic(ProblemModel problem) =>
        Diagnostic.Create(problem.Rule, Location.Create(problem.FilePath, problem.Span, problem.Lines), [.. problem.Arguments]);
}
