import argparse, sys
p = argparse.ArgumentParser(prog='prog', description='Desc.', epilog='Epi.')
p.add_argument('file', help='the file')
p.add_argument('rest', nargs='*', type=int)
p.add_argument('-v', '--verbose', action='count', default=0, help='more')
p.add_argument('-o', '--out', metavar='OUT', default='x', help='out (default: %(default)s)')
p.add_argument('--num', type=float, choices=[1, 2])
p.add_argument('--flag', action='store_true')
p.add_argument('--no-x', dest='x', action='store_false')
p.add_argument('--list', nargs='+', action='append')
p.add_argument('--version', action='version', version='%(prog)s 1.0')
p.add_argument('--bool', action=argparse.BooleanOptionalAction)
g = p.add_mutually_exclusive_group()
g.add_argument('-a', action='store_const', const=5)
g.add_argument('-b')
gg = p.add_argument_group('extra', 'Extra things')
gg.add_argument('--ex', required=False)
p.print_help()
print(p.format_usage())
for a in [
    ['f'], ['f', '1', '2', '-vv', '-oO', '--num', '1', '--flag', '--no-x'],
    ['f', '--list', 'a', 'b', '--list', 'c'], ['f', '--no-bool', '-a'], [], ['f', 'x'], ['f', '--num', '3'],
    ['f', '--num', 'q'], ['f', '-a', '-b', '1'], ['f', '--nope'], ['f', '-o'], ['f', '--ver'], ['f', '--v'],
    ['-h'][:0] + ['f', '--', '-5'][:2], ['f', '--flag=1'], ['f', '--o=5'], ['f', '-b'],
]:
    try:
        print(a, p.parse_args(a))
    except SystemExit as e:
        print(a, 'exit', e.code)
        sys.stdout.flush()
print(p.parse_known_args(['f', '--unk', '1']))
print(p.parse_args(['f'], argparse.Namespace(q=1)))
sp = argparse.ArgumentParser(prog='git')
sub = sp.add_subparsers(dest='cmd', required=True, title='cmds')
c1 = sub.add_parser('add', help='adds', aliases=['a'])
c1.add_argument('path')
c1.set_defaults(func=len)
c2 = sub.add_parser('rm')
sp.print_help()
print(sp.parse_args(['add', 'x']).path)
for a in [[], ['zz'], ['add'], ['rm', 'x']]:
    try:
        sp.parse_args(a)
    except SystemExit as e:
        print('exit', e.code)
try:
    p.add_argument('-v')
except argparse.ArgumentError as e:
    print(e)
try:
    p.add_argument('a b', '-c')
except ValueError as e:
    print(e)
try:
    p.add_argument('--z', action='nope')
except ValueError as e:
    print(e)
try:
    argparse.ArgumentParser(exit_on_error=False).parse_args(['--x'])
except (argparse.ArgumentError, SystemExit) as e:
    print(type(e).__name__, e)

def t(s):
    raise argparse.ArgumentTypeError('bad type ' + s)
q = argparse.ArgumentParser(prog='q', formatter_class=argparse.ArgumentDefaultsHelpFormatter, fromfile_prefix_chars='@')
q.add_argument('--a', type=t, default=3, help='h')
try:
    q.parse_args(['--a', 'z'])
except SystemExit as e:
    print(e.code)
q.print_help()
