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

/// <summary>Parses the declarations that the driver finds by their attributes.</summary>
internal static class AttributedParser
{
    public static ParseResult<OperatorModel> ParseOperator(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        GetOrReparse(context, ReparseOperator, cancellationToken);

    public static ParseResult<StubFileModel> ParseStrayState(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        GetOrReparse(context, ReparseStrayState, cancellationToken);

    public static ParseResult<StubFileModel> ParseStrayOperatorState(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        GetOrReparse(context, ReparseStrayOperatorState, cancellationToken);

    public static ParseResult<StubFileModel> ParseStrayTimeToLive(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        GetOrReparse(context, ReparseStrayTimeToLive, cancellationToken);

    public static CodecRequestModel ParseCodecRequest(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        ParseCache<CodecRequestModel>.GetOrParse(context, ReparseCodecRequest, static _ => true, cancellationToken);

    // A problem has a location, which changes with any edit above it, so a result with problems is not cached.
    private static ParseResult<TModel> GetOrReparse<TModel>(
        GeneratorAttributeSyntaxContext context,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, ParseResult<TModel>> parse,
        CancellationToken cancellationToken)
        where TModel : class =>
        ParseCache<ParseResult<TModel>>.GetOrParse(context, parse, static result => result.Problems.Count == 0, cancellationToken);

    private static ParseResult<OperatorModel> ReparseOperator(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var reporter = new SilentReporter(cancellationToken);
        var declaration = IsFirst(context, KnownTypes.IsOperatorAttribute) && context.TargetSymbol is INamedTypeSymbol type
            ? OperatorDeclaration.Find(type)
            : null;
        var model = declaration is not null
            ? new OperatorParser(context.SemanticModel.Compilation, reporter, cancellationToken).Parse(declaration)
            : null;
        return new() { Model = model, Problems = reporter.Problems };
    }

    private static ParseResult<StubFileModel> ReparseStrayState(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        ParseStray(context, IsFirst(context, KnownTypes.IsStateAttribute), cancellationToken);

    // A property that also has [State] is parsed because of that attribute, here and below.
    private static ParseResult<StubFileModel> ReparseStrayOperatorState(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        ParseStray(
            context, !context.TargetSymbol.GetAttributes().Any(KnownTypes.IsStateAttribute) && IsFirst(context, KnownTypes.IsOperatorStateAttribute),
            cancellationToken);

    private static ParseResult<StubFileModel> ReparseStrayTimeToLive(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        ParseStray(context, !KnownTypes.IsState(context.TargetSymbol) && IsFirst(context, KnownTypes.IsTtlAttribute), cancellationToken);

    private static CodecRequestModel ReparseCodecRequest(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        new CodecRequestParser(context.SemanticModel.Compilation, cancellationToken).Parse(context.TargetSymbol, context.Attributes);

    private static ParseResult<StubFileModel> ParseStray(GeneratorAttributeSyntaxContext context, bool isWanted, CancellationToken cancellationToken)
    {
        var reporter = new SilentReporter(cancellationToken);
        var model = isWanted && context.TargetSymbol is IPropertySymbol property
            ? new StrayStateParser(reporter, cancellationToken).Parse(property)
            : null;
        return new() { Model = model, Problems = reporter.Problems };
    }

    // Several partial declarations with the same attribute are a compiler error (CS0579) and arrive one by one, so only the first is parsed. The symbol
    // cannot tell which one is the first, because the order of its attributes depends on the file that was edited last.
    private static bool IsFirst(GeneratorAttributeSyntaxContext context, Func<AttributeData, bool> isAttribute)
    {
        var uses = context.TargetSymbol.GetAttributes().Where(isAttribute)
            .Select(attribute => attribute.ApplicationSyntaxReference).OfType<SyntaxReference>().ToArray();
        var first = uses.Length == 1
            ? uses[0]
            : uses.OrderBy(use => TreesOf(context).IndexOf(use.SyntaxTree)).ThenBy(use => use.Span.Start).FirstOrDefault();
        return first is not null && first.SyntaxTree == context.TargetNode.SyntaxTree && context.TargetNode.FullSpan.Contains(first.Span);
    }

    private static ImmutableArray<SyntaxTree> TreesOf(GeneratorAttributeSyntaxContext context) =>
        ((CSharpCompilation)context.SemanticModel.Compilation).SyntaxTrees;
}

/// <summary>
/// Decides from the syntax alone which attributed properties may be stray. The syntax of an unchanged file costs nothing, whereas the symbols of every
/// property that passes the filter are bound again after each keystroke.
/// </summary>
internal static class AttributeSyntaxFilter
{
    /// <summary>
    /// Determines whether a property may be stray state. It is not if its type declaration itself is marked with <c>[Operator]</c>; another declaration of
    /// the class may be.
    /// </summary>
    public static bool MayBeStrayState(SyntaxNode node) =>
        node is MemberDeclarationSyntax { Parent: MemberDeclarationSyntax type } && !AttributeNames.Has(type, "Operator");

    /// <summary>Determines whether a property may have a stray time to live. It has not if it is also marked with <c>[State]</c>.</summary>
    public static bool MayBeStrayTimeToLive(SyntaxNode node) =>
        node is MemberDeclarationSyntax property && !AttributeNames.Has(property, "State") && !AttributeNames.Has(property, "OperatorState");
}

/// <summary>Reads the names of attributes from the syntax. An attribute with the name of one of StateGen's may still belong to another library.</summary>
internal static class AttributeNames
{
    /// <summary>Determines whether a declaration has an attribute with a name, with or without <c>Attribute</c> at its end.</summary>
    public static bool Has(MemberDeclarationSyntax declaration, string attribute) => declaration.AttributeLists
        .SelectMany(list => list.Attributes)
        .Any(candidate => NameOf(candidate.Name) is var name && (name == attribute || name == attribute + "Attribute"));

    /// <summary>Returns the last part of a qualified name.</summary>
    public static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
