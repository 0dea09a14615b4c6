namespace Corpus.Values.VisitorSessions;

public sealed record PageView(string Visitor, string Path, string Country, DateTimeOffset At);

public sealed record Greeting(string Visitor, string Landing, string Template);

public sealed record VisitorSession(string Visitor, string Landing);

public interface ITemplateStore
{
    string Load(string country);
}

[Operator("values.visitorsessions")]
public sealed partial class VisitorSessions : KeyedOperator<string, PageView, Greeting>
{
    private readonly ITemplateStore _templates;
    private readonly Dictionary<string, string> _titles = [];
    private readonly string?[] _byHour = new string?[24]; // expect: SG2001
    private DateTimeOffset? _firstSeen; // expect: SG2001
    private string? _template; // expect: SG2001
    private string? _footer;

    public VisitorSessions(ITemplateStore templates)
    {
        _templates = templates;
        _titles["/"] = "Home";
        _titles["/cart"] = "Cart";
    }

    private VisitorSession? Session { get; set; } // expect: SG2001

    [State] private partial int Views { get; set; }

    protected override void OnEvent(PageView view, OperatorContext<Greeting> context)
    {
        Views++;
        _firstSeen ??= view.At;
        Session ??= new VisitorSession(view.Visitor, view.Path);
        _template ??= _templates.Load(view.Country);
        _byHour[view.At.Hour] ??= view.Path;
        _footer ??= _templates.Load("footer");

        if (Views == 1 || view.At - _firstSeen > TimeSpan.FromHours(1))
        {
            var title = _titles.GetValueOrDefault(Session.Landing, Session.Landing);
            context.Emit(new Greeting(Key, title, _template + _footer));
        }
    }
}
