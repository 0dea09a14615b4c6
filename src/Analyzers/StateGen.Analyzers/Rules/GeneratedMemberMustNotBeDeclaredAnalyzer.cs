using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1018. Reports members of operators that only the generator may write.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GeneratedMemberMustNotBeDeclaredAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.ReservedMember);
