using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1014. Reports value states of reference types that are not declared nullable.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReferenceStateMustBeNullableAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.StateNotNullable);
