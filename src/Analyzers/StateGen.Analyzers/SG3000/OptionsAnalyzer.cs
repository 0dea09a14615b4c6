using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>Implements the rules about the options of pipelines and hosts, at the expressions that set them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionsAnalyzer : RuleAnalyzer
{
    private static readonly ImmutableArray<OptionsRule> AllRules = [new BackendMismatchRule(), new IneffectiveOptionRule(), new UnsuitableParallelismRule()];

    private readonly ImmutableArray<OptionsRule> _rules;

    /// <summary>Creates the analyzer.</summary>
    public OptionsAnalyzer()
        : this(AllRules)
    {
    }

    internal OptionsAnalyzer(ImmutableArray<OptionsRule> rules)
        : base([.. rules.Select(rule => rule.Rule)]) => _rules = rules;

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        var guard = new RuleGuard();
        context.RegisterOperationAction(operation => Report(operation, guard), OperationKind.ObjectCreation, OperationKind.With);
    }

    private void Report(OperationAnalysisContext context, RuleGuard guard)
    {
        if (OptionAssignments.Find(context.Operation) is not { } options)
            return;
        foreach (var rule in _rules)
            guard.Run(rule.Rule, context.Operation.Syntax.GetLocation(), context.ReportDiagnostic, () => Report(context, rule, options));
    }

    private static void Report(OperationAnalysisContext context, OptionsRule rule, OptionAssignments options)
    {
        foreach (var diagnostic in rule.Find(options))
            context.ReportDiagnostic(diagnostic);
    }
}

/// <summary>
/// Represents a rule about the options of pipelines and hosts. One instance serves all compilations concurrently and therefore has no mutable state.
/// </summary>
internal abstract class OptionsRule(DiagnosticDescriptor rule)
{
    public DiagnosticDescriptor Rule => rule;

    /// <summary>Finds the problems of options.</summary>
    /// <param name="options">The options that one expression sets.</param>
    public abstract IEnumerable<Diagnostic> Find(OptionAssignments options);
}

/// <summary>
/// Represents the options that one expression sets: a <c>with</c> expression, or a creation of <c>PipelineOptions</c> or <c>OperatorHostOptions</c>.
/// </summary>
internal sealed class OptionAssignments
{
    private readonly IObjectOrCollectionInitializerOperation? _initializer;

    private OptionAssignments(IOperation expression, IObjectOrCollectionInitializerOperation? initializer)
    {
        Expression = expression;
        _initializer = initializer;
    }

    /// <summary>Gets the whole expression.</summary>
    public IOperation Expression { get; }

    /// <summary>Gets a value indicating whether the options are those of a pipeline, not of a host.</summary>
    public bool AreOfPipeline => KnownTypes.IsPipelineOptions(Expression.Type!);

    /// <summary>
    /// Gets a value indicating whether options that the expression does not set have their defaults. In a <c>with</c> expression, the copied instance may have
    /// set them.
    /// </summary>
    public bool AreAll => Expression is IObjectCreationOperation;

    /// <summary>The options that an operation sets; null if it is not an expression that sets options.</summary>
    public static OptionAssignments? Find(IOperation operation) => operation switch
    {
        { Type: null } => null,
        { Type: var type } when !KnownTypes.IsPipelineOptions(type) && !KnownTypes.IsOperatorHostOptions(type) => null,
        IObjectCreationOperation creation => new(operation, creation.Initializer),
        IWithOperation with => new(operation, with.Initializer),
        _ => null,
    };

    /// <summary>The assignment that sets an option; null if the expression does not set it.</summary>
    public ISimpleAssignmentOperation? Find(string option) => _initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
        .FirstOrDefault(assignment => assignment.Target is IPropertyReferenceOperation { Property: var property } && property.Name == option);

    /// <summary>Indicates whether an option is set to something other than null.</summary>
    public bool Has(string option) => Find(option) is { Value: var value } && value is not { ConstantValue: { HasValue: true, Value: null } };

    /// <summary>The number to which an option is set; null if it is not set to a constant.</summary>
    public int? FindNumber(string option) =>
        Find(option)?.Value is { } value && OperationContext.Unwrap(value) is { ConstantValue: { HasValue: true, Value: int number } } ? number : null;

    /// <summary>
    /// Gets a value indicating whether a <c>with</c> expression may change the options: the expression initializes a field or property, initializes a variable
    /// that a <c>with</c> expression copies, or is itself copied by one.
    /// </summary>
    public bool MayBeChanged => OperationContext.ConsumerOf(Expression) switch
    {
        IFieldInitializerOperation or IPropertyInitializerOperation => true,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } =>
            LocalVariables.UsesOf(declarator.Symbol, declarator).Any(use => OperationContext.ConsumerOf(use) is IWithOperation),
        IWithOperation => true,
        _ => false,
    };
}
