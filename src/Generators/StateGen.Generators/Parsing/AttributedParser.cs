using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Incremental;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.States;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing;

/// <summary>Parses declarations as the driver finds them by their attributes.</summary>
internal static class AttributedParser
{
    public static ParseResult<OperatorModel> ParseOperator(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        GetOrReparse(context, ReparseOperator, cancellationToken);

    public static ParseResult<StubFileModel> ParseStrayState(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        GetOrReparse(context, ReparseStrayState, cancellationToken);

    public static ParseResult<StubFileModel> ParseStrayTimeToLive(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        GetOrReparse(context, ReparseStrayTimeToLive, cancellationToken);

    public static CodecRequestModel ParseCodecRequest(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        ParseCache<CodecRequestModel>.GetOrParse(context, ReparseCodecRequest, static _ => true, cancellationToken);

    // A problem has a location, which an edit above it moves.
    private static ParseResult<TModel> GetOrReparse<TModel>(
        GeneratorAttributeSyntaxContext context, Func<GeneratorAttributeSyntaxContext, CancellationToken, ParseResult<TModel>> parse, CancellationToken cancellationToken)
        where TModel : class =>
        ParseCache<ParseResult<TModel>>.GetOrParse(context, parse, static result => result.Problems.Count == 0, cancellationToken);

    private static ParseResult<OperatorModel> ReparseOperator(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var reporter = new SilentReporter(cancellationToken);
        var declaration = IsFirst(context, KnownTypes.IsOperatorAttribute) && context.TargetSymbol is INamedTypeSymbol type ? OperatorDeclaration.Find(type) : null;
        var model = declaration is not null
            ? new OperatorParser(context.SemanticModel.Compilation, reporter, cancellationToken).Parse(declaration)
            : null;
        return new() { Model = model, Problems = reporter.Problems };
    }

    private static ParseResult<StubFileModel> ReparseStrayState(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        ParseStray(context, IsFirst(context, KnownTypes.IsStateAttribute), cancellationToken);

    // A property with [State], too, has been dealt with for that.
    private static ParseResult<StubFileModel> ReparseStrayTimeToLive(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        ParseStray(context, !KnownTypes.IsState(context.TargetSymbol) && IsFirst(context, KnownTypes.IsTtlAttribute), cancellationToken);

    private static CodecRequestModel ReparseCodecRequest(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        new CodecRequestParser(context.SemanticModel.Compilation, cancellationToken).Parse(context.TargetSymbol, context.Attributes);

    private static ParseResult<StubFileModel> ParseStray(GeneratorAttributeSyntaxContext context, bool isWanted, CancellationToken cancellationToken)
    {
        var reporter = new SilentReporter(cancellationToken);
        var model = isWanted && context.TargetSymbol is IPropertySymbol property ? new StrayStateParser(reporter, cancellationToken).Parse(property) : null;
        return new() { Model = model, Problems = reporter.Problems };
    }

    // Several partial declarations with the attribute are an error of the compiler (CS0579), and arrive one by one: the first stands for all. Their order in the symbol
    // changes with the file that was edited last, so it is not asked for.
    private static bool IsFirst(GeneratorAttributeSyntaxContext context, Func<AttributeData, bool> isAttribute)
    {
        var uses = context.TargetSymbol.GetAttributes().Where(isAttribute).Select(attribute => attribute.ApplicationSyntaxReference).OfType<SyntaxReference>().ToArray();
        var first = uses.Length == 1 ? uses[0] : uses.OrderBy(use => TreesOf(context).IndexOf(use.SyntaxTree)).ThenBy(use => use.Span.Start).FirstOrDefault();
        return first is not null && first.SyntaxTree == context.TargetNode.SyntaxTree && context.TargetNode.FullSpan.Contains(first.Span);
    }

    private static ImmutableArray<SyntaxTree> TreesOf(GeneratorAttributeSyntaxContext context) => ((CSharpCompilation)context.SemanticModel.Compilation).SyntaxTrees;
}

/// <summary>
/// Decides by the looks of the syntax which attributed properties can be stray. Looking at syntax costs nothing as long as a file is unchanged, whereas
/// every property that is let through has its symbols bound again after each keystroke.
/// </summary>
internal static class AttributeSyntaxFilter
{
    /// <summary>State in a declaration that is itself marked <c>[Operator]</c> is not stray; in other declarations of the class it may be.</summary>
    public static bool MayBeStrayState(SyntaxNode node) =>
        node is MemberDeclarationSyntax { Parent: MemberDeclarationSyntax type } && !AttributeNames.Has(type, "Operator");

    /// <summary>A time to live beside <c>[State]</c> is not stray.</summary>
    public static bool MayBeStrayTimeToLive(SyntaxNode node) => node is MemberDeclarationSyntax property && !AttributeNames.Has(property, "State");
}

/// <summary>The names of attributes as the syntax gives them: what looks like one of ours may be another's.</summary>
internal static class AttributeNames
{
    /// <summary>Whether a declaration has an attribute of a name, with or without <c>Attribute</c> at its end.</summary>
    public static bool Has(MemberDeclarationSyntax declaration, string attribute) =>
        declaration.AttributeLists.SelectMany(list => list.Attributes).Any(candidate => NameOf(candidate.Name) is var name && (name == attribute || name == attribute + "Attribute"));

    /// <summary>The last part of a name.</summary>
    public static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
