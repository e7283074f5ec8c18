import unittest

class T(unittest.TestCase):

    def test_a(self):
        self.assertEqual(1, 2)
unittest.main(argv=['x'], exit=False) if 0 else T('test_a').debug()
